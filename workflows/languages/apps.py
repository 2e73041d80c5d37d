from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.languages"
    label = "workflows_languages"

    def ready(self) -> None:
        """Opening and closing are kinds of change."""
        from workflows.languages import changes

        changes.register_all()
