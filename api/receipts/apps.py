from django.apps import AppConfig


class Config(AppConfig):
    name = "api.receipts"
    label = "api_receipts"

    def ready(self) -> None:
        """Stand on the first screen and beside the text in the editor."""
        from api.receipts import panels
        from workflows.desk import registry as desk
        from workflows.passage.registry import standings

        desk.above.register("receipts", panels.ALARMS)
        desk.above.register("renewal", panels.RENEWAL)
        desk.sent.register("receipts", panels.LATELY)
        standings.register("receipts", panels.of_page)
