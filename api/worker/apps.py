from django.apps import AppConfig


class Config(AppConfig):
    name = "api.worker"
    label = "api_worker"
