from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.provisioning"
    label = "sites_provisioning"
