from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.boards"
    label = "workflows_boards"

    def ready(self) -> None:
        """Read chains and boards from a province's data; look for the chain when a site is opened."""
        from workflows.boards import opening, province

        province.hang()
        opening.hang()
