from django.apps import AppConfig


class Config(AppConfig):
    name = "api.publications"
    label = "api_publications"
