from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.endings"
    label = "workflows_endings"

    def ready(self) -> None:
        """Listen to endings; nothing goes live below a section that is not."""
        from cms.pages.registry import publication_gate, submission_guards
        from workflows.endings import gates, receivers
        from workflows.passage.models import Withdrawal
        from workflows.passage.signals import withdrawn

        publication_gate.register("workflows.endings", gates.under_a_living_section)
        submission_guards.register("workflows.endings.section_lives", gates.section_lives)
        submission_guards.register("workflows.endings.nothing_below_expires", gates.nothing_below_expires)
        withdrawn.connect(receivers.tell_of_endings, sender=Withdrawal, dispatch_uid="endings_told")
