from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.upkeep"
    label = "workflows_upkeep"

    def ready(self) -> None:
        """Ask when a source goes; look through texts when the glossary says something new."""
        from django.db.models.signals import post_save

        from cms.glossary.registry import term_changes
        from workflows.passage.models import Withdrawal
        from workflows.upkeep import receivers, rounds

        post_save.connect(receivers.source_gone, sender=Withdrawal, dispatch_uid="upkeep_source_gone")
        term_changes.register("workflows.upkeep", rounds.begin)
