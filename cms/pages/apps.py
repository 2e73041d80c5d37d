from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.pages"
    label = "cms_pages"

    def ready(self) -> None:
        """Listen to the tree; ask what is asked of every page; say whose pages are whose."""
        from cms.pages import guards, indexing, policies, receivers, trust, video_guard

        receivers.connect()
        indexing.connect()
        guards.register()
        video_guard.register()
        policies.register()
        trust.trust()
