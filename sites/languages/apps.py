from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.languages"
    label = "sites_languages"

    def ready(self) -> None:
        """Listen to rows that have words in other languages."""
        from sites.languages import receivers

        receivers.connect()
