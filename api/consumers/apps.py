from django.apps import AppConfig


class Config(AppConfig):
    name = "api.consumers"
    label = "api_consumers"
