from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.news"
    label = "cms_news"

    def ready(self) -> None:
        """Say what of this room's pages is public."""
        from cms.news import public

        public.register()
