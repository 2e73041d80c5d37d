from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.delegation"
    label = "workflows_delegation"
