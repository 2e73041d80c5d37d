from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.passage"
    label = "workflows_passage"

    def ready(self) -> None:
        """Hang the gate, listen to Wagtail, open sites with their releases."""
        from django.db.models.signals import post_save
        from wagtail.models import WorkflowState
        from wagtail.signals import workflow_approved, workflow_cancelled, workflow_rejected, workflow_submitted

        from cms.media.registry import file_viewers
        from sites.accounts.registry import consequences as hanging_on_people
        from workflows.boards.models import ChainStep
        from workflows.passage import consequences, gates, opening, policies, receivers

        gates.hang()
        file_viewers.register("waiting item", policies.may_see_file)
        opening.hang()
        hanging_on_people.register("items under way", consequences.items_left_alone)
        post_save.connect(receivers.grow, sender=ChainStep, dispatch_uid="passage_slots")
        workflow_cancelled.connect(receivers.note_cancelled, sender=WorkflowState, dispatch_uid="passage_cancelled")
        workflow_rejected.connect(receivers.refuse_rejection, sender=WorkflowState, dispatch_uid="passage_rejected")
        # Wagtail's own workflow mails are off: under these names its receivers find their place taken
        for signal, event in (
            (workflow_submitted, "submitted"),
            (workflow_rejected, "rejected"),
            (workflow_approved, "approved"),
        ):
            name = f"workflow_state_{event}_email_notification"
            signal.connect(receivers.say_nothing, sender=WorkflowState, dispatch_uid=name)
