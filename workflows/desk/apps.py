from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.desk"
    label = "workflows_desk"
