from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.media"
    label = "cms_media"

    def ready(self) -> None:
        """Listen to the tables of media."""
        from cms.media import receivers

        receivers.connect()
