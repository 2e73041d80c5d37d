"""What every action of this room does alike: refuse, record, move on."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Reason, Refused
from workflows.boards.selectors import item_of
from workflows.boards.who import offices
from workflows.delegation.models import Delegation
from workflows.passage.asking import approved_before, excluded_at
from workflows.passage.enums import DecisionKind
from workflows.passage.kinds import change_hash
from workflows.passage.models.records import Decision, Passage
from workflows.passage.selectors import step_now
from workflows.passage.turns import every_office, tiers_of


def refuse(reasons: Sequence[Reason]) -> None:
    """Raise `Refused` with these reasons, if there are any."""
    if reasons:
        raise Refused(reasons=reasons)


def thing(page: Page) -> tuple[UUID, str]:
    """The name of what a page is: public id and language."""
    return page.translation_key, page.locale.language_code


def check_unmoved(seen: Passage, now: Passage) -> None:
    """Refuse to act on a passage that has moved since the actor saw it: another was faster."""
    if (seen.state, seen.position) != (now.state, now.position):
        raise Conflict(_("Someone else has decided in the meantime."), code="moved_on")


def record(
    passage: Passage, kind: DecisionKind, actor: User | None, comment: str, behalf: Delegation | None = None
) -> Decision:
    """Add a decision about the text as the passage holds it, and under which paper it was made for another."""
    return Decision.objects.create(
        passage=passage,
        position=passage.position,
        kind=kind,
        actor=actor,
        on_behalf_of=behalf.giver if behalf else None,
        delegation=behalf,
        text_sha256=passage.text_sha256,
        change_sha256=change_hash(passage.cause, passage.notice),
        revision=passage.revision,
        comment=comment,
        at=clock.now(),
    )


def arrive(passage: Passage, position: int) -> None:
    """Put a passage at a step and write down who is asked there. The caller saves nothing more."""
    passage.position = position
    passage.waiting_since = clock.now()
    step = step_now(passage)
    item = item_of(seen(passage.revision))
    passage.agency_id = item.agency_id
    passage.offices = offices(step.who, item) if step else []
    passage.others = tiers_of(step, item) if step else {}
    passage.stand_ins = every_office(passage.others)
    passage.excluded = sorted(excluded_at(passage, step)) if step else []
    passage.approved = sorted(approved_before(passage, step)) if step else []
    passage.save()


def seen(revision: Revision) -> Page:
    """The page as it stands in a revision."""
    return revision.as_object()


def states_of(passage: Passage) -> tuple[WorkflowState, TaskState]:
    """Wagtail's states of a passage under way."""
    state = passage.workflow_state
    task_state = state.current_task_state if state else None
    if state is None or task_state is None:
        raise Conflict(_("The item does not wait for a decision."), code="moved_on")
    return state, task_state
