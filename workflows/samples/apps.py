from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.samples"
    label = "workflows_samples"
