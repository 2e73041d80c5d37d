"""What every action of this room does alike: refuse, record, move on."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from cms.pages.asked import page_of
from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Reason, Refusal, Refused
from workflows.boards.selectors import item_of
from workflows.boards.steps import part_of
from workflows.boards.who import offices_of_all
from workflows.delegation.models import Delegation
from workflows.passage.asking import approved_before
from workflows.passage.enums import DecisionKind
from workflows.passage.kinds import change_hash
from workflows.passage.models.records import Decision, Passage
from workflows.passage.selectors import people_with_part, step_now
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


def arrive(passages: Sequence[Passage], position: int) -> None:
    """Put a passage, or those of a company, at a step and write down who is asked there about all of them.

    The caller saves nothing more.
    """
    first, now = passages[0], clock.now()
    step_name = part_of(first.chain_snapshot["code"], position)
    items = [replace(item_of(page_of(passage.revision)), step=step_name) for passage in passages]
    for passage, item in zip(passages, items, strict=True):
        passage.position, passage.waiting_since, passage.agency_id = position, now, item.agency_id
    step = step_now(first)
    others = tiers_of(step, items) if step else {}
    pages = [passage.page for passage in passages]
    wrote = people_with_part(pages, first.submitted_by_id) if step and step.untouched else set()
    for passage in passages:
        passage.offices = offices_of_all(step.who, items) if step else []
        passage.others, passage.stand_ins = others, every_office(others)
        passage.excluded = sorted(wrote)
        passage.approved = sorted(approved_before(first, step)) if step else []
        passage.save()


@contextmanager
def about(passage: Passage) -> Iterator[None]:
    """What is refused, or fails, in here about one item of a company names the item."""
    try:
        yield
    except Refusal as refusal:
        if passage.led_by_id is None:
            raise
        raise type(refusal)(reasons=named(passage.revision.object_str, refusal.reasons)) from refusal
    except Exception as error:
        error.add_note(f"“{passage.revision.object_str}”")
        raise


def named(title: str, reasons: Iterable[Reason]) -> list[Reason]:
    """Reasons that say about which item they are."""
    return [replace(reason, message=f"“{title}”: {reason.message}") for reason in reasons]


def states_of(passage: Passage) -> tuple[WorkflowState, TaskState]:
    """Wagtail's states of a passage under way."""
    state = passage.workflow_state
    task_state = state.current_task_state if state else None
    if state is None or task_state is None:
        raise Conflict(_("The item does not wait for a decision."), code="moved_on")
    task_state.workflow_state = state
    if task_state.revision_id == passage.revision_id:
        task_state.revision = passage.revision
    return state, task_state
