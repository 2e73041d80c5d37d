from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.media"
    label = "cms_media"

    def ready(self) -> None:
        """Listen to the tables of media; say whose media are whose."""
        from cms.media import labels, policies, receivers

        receivers.connect()
        labels.register()
        policies.register()
