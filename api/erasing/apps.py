from django.apps import AppConfig


class Config(AppConfig):
    name = "api.erasing"
    label = "api_erasing"
