from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.secrecy"
    label = "workflows_secrecy"

    def ready(self) -> None:
        """Look at every text before it is submitted."""
        from workflows.secrecy import guards

        guards.register()
