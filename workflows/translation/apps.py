from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.translation"
    label = "workflows_translation"

    def ready(self) -> None:
        """Hang the guard, follow what is drafted, released and withdrawn."""
        from django.db.models.signals import post_save

        from cms.pages.registry import drafted_in
        from workflows.passage.models import Release, Withdrawal
        from workflows.passage.registry import side_panels
        from workflows.translation import guards, listing, receivers
        from workflows.translation.panels import TranslationPanel

        guards.register()
        listing.register()
        side_panels.register("translation", TranslationPanel)
        drafted_in.register("workflows.translation", receivers.drafted)
        post_save.connect(receivers.released, sender=Release, dispatch_uid="translation_released")
        post_save.connect(receivers.withdrawn, sender=Withdrawal, dispatch_uid="translation_withdrawn")
