from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.desk"
    label = "workflows_desk"

    def ready(self) -> None:
        """Put the words where Wagtail left them out."""
        from workflows.desk import labels

        labels.label()
