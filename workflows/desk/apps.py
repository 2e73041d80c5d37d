from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.desk"
    label = "workflows_desk"

    def ready(self) -> None:
        """Put the words where Wagtail left them out; reminders go to whoever has claimed an item.

        Delegations say for whom a person stands in. Bundles are read and decided about at the desk.
        """
        from workflows.bundles.registry import reading_rooms
        from workflows.deadlines.registry import handlers
        from workflows.delegation.selectors import principals_of
        from workflows.desk import labels
        from workflows.desk.bundles import address
        from workflows.desk.handling import handler_of
        from workflows.desk.registry import stood_for

        labels.label()
        handlers.register("claims", handler_of)
        stood_for.register("delegations", principals_of)
        reading_rooms.register("desk", address)
