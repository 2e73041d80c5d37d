from django.apps import AppConfig
from django.core.checks import Tags, register


class Config(AppConfig):
    name = "api.operations"
    label = "api_operations"

    def ready(self) -> None:
        """Say in `manage.py check --deploy` what is not configured."""
        from api.operations.checks import what_is_not_configured

        register(what_is_not_configured, Tags.compatibility, deploy=True)
