from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.promotion"
    label = "workflows_promotion"

    def ready(self) -> None:
        """Hang the gates, follow what is released and withdrawn."""
        from django.db.models.signals import post_save

        from cms.media.registry import file_viewers
        from workflows.passage.models import Release, Withdrawal
        from workflows.promotion import gates, policies, receivers

        gates.hang()
        file_viewers.register("text offered to the portal", policies.may_see_file)
        post_save.connect(receivers.released, sender=Release, dispatch_uid="promotion_released")
        post_save.connect(receivers.withdrawn, sender=Withdrawal, dispatch_uid="promotion_withdrawn")
