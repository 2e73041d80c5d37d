from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.provisioning"
    label = "sites_provisioning"

    def ready(self) -> None:
        """Hang the reader of the sites of a province on the registry."""
        import_module("sites.provisioning.province_sites")
