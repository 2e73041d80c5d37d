"""What Wagtail tells about its workflow states, so that ours never say something else."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from sites.accounts.models import User
from sites.refusals import Refused
from workflows.boards.models import ChainStep
from workflows.passage.actions.submitting import fall
from workflows.passage.enums import PassageState
from workflows.passage.models.records import Passage
from workflows.passage.slots import ensure_slots


def note_cancelled(instance: WorkflowState, user: User | None = None, **_kwargs: Any) -> None:
    """A workflow that Wagtail cancelled, by whatever door, takes its passage with it, and all that go along."""
    for passage in Passage.objects.filter(workflow_state=instance, state=PassageState.IN_PROGRESS):
        fall(passage, user)


def refuse_rejection(instance: WorkflowState, **_kwargs: Any) -> None:
    """An item is returned through our action, with a reason, or not at all."""
    if Passage.objects.filter(workflow_state=instance, state=PassageState.IN_PROGRESS).exists():
        raise Refused(_("Return the item, and say why."), code="reason_missing")


def grow(instance: ChainStep, **_kwargs: Any) -> None:
    """Wagtail's workflow is as long as the longest chain."""
    ensure_slots(instance.position)


def say_nothing(**_kwargs: Any) -> None:
    """In the place of Wagtail's mails, which go out inside the request; ours go through the outbox."""
