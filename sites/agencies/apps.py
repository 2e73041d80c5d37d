from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.agencies"
    label = "sites_agencies"
