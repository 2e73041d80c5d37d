from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.boards"
    label = "workflows_boards"

    def ready(self) -> None:
        """Read chains and boards from a province's data. A chain holds for a kind of sites: opening one writes none."""
        from workflows.boards import province

        province.hang()
