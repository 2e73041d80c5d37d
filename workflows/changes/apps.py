from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Config(AppConfig):
    name = "workflows.changes"
    label = "workflows_changes"

    def ready(self) -> None:
        """Stand in the way of every change, and know all kinds, whatever process this is."""
        from sites.changes.kinds import deciders
        from workflows.changes.actions import keep_or_let_go

        deciders.register("two persons", keep_or_let_go)
        autodiscover_modules("changes")
