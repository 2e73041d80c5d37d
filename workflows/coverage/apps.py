from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.coverage"
    label = "workflows_coverage"
