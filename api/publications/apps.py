from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Config(AppConfig):
    name = "api.publications"
    label = "api_publications"

    def ready(self) -> None:
        """Hang up what has to happen after `migrate`."""
        from api.publications.receivers import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self)
