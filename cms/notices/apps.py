from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.notices"
    label = "cms_notices"

    def ready(self) -> None:
        """Say what of this room's pages is public, and what is asked of them."""
        from cms.notices import guards, public

        public.register()
        guards.register()
