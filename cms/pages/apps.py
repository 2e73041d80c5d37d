from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.pages"
    label = "cms_pages"

    def ready(self) -> None:
        """Listen to the tree; ask what is asked of every page."""
        from cms.pages import guards, receivers

        receivers.connect()
        guards.register()
