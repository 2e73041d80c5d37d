from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.notices"
    label = "workflows_notices"
