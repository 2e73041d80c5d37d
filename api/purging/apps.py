from django.apps import AppConfig


class Config(AppConfig):
    name = "api.purging"
    label = "api_purging"

    def ready(self) -> None:
        """Say below the list of consumers how caches fare."""
        from api.consumers import registry
        from api.purging import panels

        registry.below.register("api.purging", panels.of_caches)
