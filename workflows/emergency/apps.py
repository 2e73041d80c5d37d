from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.emergency"
    label = "workflows_emergency"
