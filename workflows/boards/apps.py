from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.boards"
    label = "workflows_boards"
