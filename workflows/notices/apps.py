from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.notices"
    label = "workflows_notices"

    def ready(self) -> None:
        """Carry the letters that the floor of the sites writes to people."""
        from sites.accounts.registry import letters
        from workflows.notices import actions

        letters.register("outbox", actions.carry)
