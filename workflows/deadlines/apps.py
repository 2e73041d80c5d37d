from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.deadlines"
    label = "workflows_deadlines"
