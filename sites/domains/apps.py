from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.domains"
    label = "sites_domains"
