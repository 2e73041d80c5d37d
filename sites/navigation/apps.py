from django.apps import AppConfig


class Config(AppConfig):
    name = "sites.navigation"
    label = "sites_navigation"

    def ready(self) -> None:
        """Hang this room's step on the opening of a site."""
        from sites.navigation.opening import MainMenus
        from sites.provisioning.plan import opening_steps

        opening_steps.register("navigation.menus", MainMenus())
