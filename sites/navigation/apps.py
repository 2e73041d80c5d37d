from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.navigation"
    label = "sites_navigation"
