from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.news"
    label = "cms_news"

    def ready(self) -> None:
        """Say what of this room's pages is public, and what is asked of them."""
        from cms.news import guards, province, public

        public.register()
        guards.register()
        province.register()
