from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.rules"
    label = "sites_rules"
