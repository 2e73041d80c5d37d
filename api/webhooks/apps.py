from django.apps import AppConfig


class Config(AppConfig):
    name = "api.webhooks"
    label = "api_webhooks"

    def ready(self) -> None:
        """Hang webhooks on the screens of consumers; they end with their consumer."""
        from api.consumers import registry
        from api.webhooks import panels
        from api.webhooks.actions import end_all

        registry.parts.register("api.webhooks", panels.of_consumer)
        registry.standings.register("api.webhooks", panels.standing)
        registry.endings.register("api.webhooks", end_all)
