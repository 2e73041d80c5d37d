from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.agreement"
    label = "workflows_agreement"
