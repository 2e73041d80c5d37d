from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.pages"
    label = "cms_pages"

    def ready(self) -> None:
        """Listen to the tree."""
        from cms.pages import receivers

        receivers.connect()
