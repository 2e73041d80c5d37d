from django.apps import AppConfig


class Config(AppConfig):
    name = "cms.home"
    label = "cms_home"

    def ready(self) -> None:
        """Say what of this room's pages is public."""
        from cms.home import opening, public

        public.register()
        opening.register()
