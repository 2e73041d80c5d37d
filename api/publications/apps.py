from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class Config(AppConfig):
    name = "api.publications"
    label = "api_publications"

    def ready(self) -> None:
        """Hang up what has to happen after `migrate`, and after a decision; tell the floors below what points where."""
        from api.publications import pointers
        from api.publications.receivers import drain_after_commit, install_after_migrate

        pointers.hang()
        post_migrate.connect(install_after_migrate, sender=self)
        for model in ("workflows_passage.Release", "workflows_passage.Withdrawal"):
            post_save.connect(drain_after_commit, sender=model)
