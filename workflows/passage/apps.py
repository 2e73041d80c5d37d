from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.passage"
    label = "workflows_passage"
