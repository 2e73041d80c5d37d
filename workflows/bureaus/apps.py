from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.bureaus"
    label = "workflows_bureaus"

    def ready(self) -> None:
        """Hang the ways out and in on the translator's desk, and forget what is erased."""
        from workflows.bureaus import offering
        from workflows.bureaus.actions import forget
        from workflows.translation.registry import desk_parts, forgetting, offers, text_parts

        desk_parts.register("workflows.bureaus", offering.of_desk)
        text_parts.register("workflows.bureaus", offering.of_text)
        offers.register("workflows.bureaus", offering.beside)
        forgetting.register("workflows.bureaus", forget)
