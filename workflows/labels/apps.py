from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.labels"
    label = "workflows_labels"

    def ready(self) -> None:
        """A kind of change for each language; what is owed stands on the translator's desk."""
        from workflows.labels import changes, desk

        changes.register_all()
        desk.register()
