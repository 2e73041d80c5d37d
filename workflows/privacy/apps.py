from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.privacy"
    label = "workflows_privacy"
