"""What people of one desk do among themselves with an item that waits for them. None of it decides anything."""

from django.db import transaction
from wagtail.models import Revision

from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict
from workflows.desk.enums import Priority
from workflows.desk.handling import (
    reasons_not_to_claim,
    reasons_not_to_hand_over,
    reasons_not_to_prioritise,
    reasons_not_to_release,
)
from workflows.desk.models import Claim, Mark, Reading
from workflows.passage.actions.recording import check_unmoved, refuse
from workflows.passage.announcements import tell
from workflows.passage.locks import lock_passage
from workflows.passage.models import Passage


@transaction.atomic
def claim(actor: User, *, passage: Passage) -> Claim:
    """Take an item upon oneself. Refused to who is not asked; Conflict while a colleague handles it, or if it moved."""
    now = _unmoved(passage)
    reasons = reasons_not_to_claim(actor, passage=now)
    if any(reason.code == "handled" for reason in reasons):
        raise Conflict(reasons=reasons)
    refuse(reasons)
    return _give(now, actor, None)


@transaction.atomic
def release(actor: User, *, passage: Passage) -> None:
    """Lay an item down that one had claimed. Refused to everyone else."""
    now = _unmoved(passage)
    refuse(reasons_not_to_release(actor, passage=now))
    Claim.objects.filter(passage=now).delete()


@transaction.atomic
def hand_over(actor: User, *, passage: Passage, to: User) -> Claim:
    """Give an item to a colleague of the same desk, who is told.

    Refused to who is not asked, while another colleague handles it, and for a colleague who may not decide about it.
    """
    now = _unmoved(passage)
    refuse(reasons_not_to_hand_over(actor, passage=now, to=to))
    given = _give(now, to, actor)
    tell([to], "workflows_desk/mail/handed_over.txt", now, by=actor)
    return given


@transaction.atomic
def set_priority(actor: User, *, passage: Passage, priority: Priority) -> Mark:
    """Say how pressing an item is. Refused to who decides neither at this step nor elsewhere in its chain."""
    now = _unmoved(passage)
    refuse(reasons_not_to_prioritise(actor, passage=now))
    values = {"priority": Priority(priority), "by": actor, "at": clock.now()}
    mark, _made = Mark.objects.update_or_create(passage=now, defaults=values)
    return mark


def note_reading(person: User, *, revision: Revision, passage: Passage) -> None:
    """Remember that a person opened this version at the desk; the first time counts."""
    Reading.objects.get_or_create(person=person, revision=revision, defaults={"page": passage.page, "at": clock.now()})


def _unmoved(passage: Passage) -> Passage:
    now = lock_passage(passage)
    check_unmoved(passage, now)
    return now


def _give(passage: Passage, to: User, by: User | None) -> Claim:
    values = {
        "position": passage.position,
        "arrived_at": passage.waiting_since,
        "person": to,
        "given_by": by,
        "at": clock.now(),
    }
    given, _made = Claim.objects.update_or_create(passage=passage, defaults=values)
    return given
