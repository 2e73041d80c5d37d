from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.machine"
    label = "workflows_machine"

    def ready(self) -> None:
        """Hang what is suggested on the translator's desk, and the guard; forget what is erased."""
        from workflows.machine import guards, libretranslate, offering
        from workflows.machine.actions import forget
        from workflows.translation.registry import desk_parts, forgetting, offers, text_parts

        libretranslate.register()
        guards.register()
        desk_parts.register("workflows.machine", offering.of_desk)
        text_parts.register("workflows.machine", offering.of_text)
        offers.register("workflows.machine", offering.suggested)
        forgetting.register("workflows.machine", forget)
