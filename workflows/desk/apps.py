from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.desk"
    label = "workflows_desk"

    def ready(self) -> None:
        """Put the words where Wagtail left them out; reminders go to whoever has claimed an item."""
        from workflows.deadlines.registry import handlers
        from workflows.desk import labels
        from workflows.desk.handling import handler_of

        labels.label()
        handlers.register("claims", handler_of)
