"""Ending a thing otherwise than by withdrawing it, and looking at it as the second person."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from sites.refusals import Invalid, Reason
from workflows.endings import announcements
from workflows.endings.enums import Verdict
from workflows.endings.models import Review
from workflows.endings.policies import page_of, reasons_not_to_review, reasons_of_successor, reasons_of_target
from workflows.passage.actions import Ending, end
from workflows.passage.actions.recording import refuse
from workflows.passage.enums import WithdrawalKind
from workflows.passage.models import Withdrawal

FOR_GOOD, FOR_A_WHILE = 301, 302


def replace(actor: User, *, page: Page, successor: UUID, reason: str, notice: str = "") -> Withdrawal:
    """Say what took the place of a thing: readers find the notice and the way there.

    Invalid without a reason; refused to who does not decide about its publication, and where what takes its place is
    not public, the thing itself, or of another component site.
    """
    with transaction.atomic():
        _lock_both(page, successor)
        refuse(reasons_of_successor(page=page, successor=page_of(successor, page)))
        return end(actor, page=page, ending=Ending(reason, WithdrawalKind.REPLACED, notice, successor))


def mark_gone(actor: User, *, page: Page, reason: str) -> Withdrawal:
    """Say that a thing is no longer there, without a word to readers. Invalid and refused as `replace`."""
    return end(actor, page=page, ending=Ending(reason, WithdrawalKind.GONE))


def redirect(
    actor: User, *, page: Page, reason: str, successor: UUID | None = None, target: str = "", status: int = FOR_GOOD
) -> Withdrawal:
    """Have the address of a thing lead elsewhere: to something public of ours, or outside where a rule allows it.

    Invalid without a reason, without exactly one goal, or with another status; refused as `replace`.
    """
    if bool(successor) == bool(target):
        raise Invalid(reasons=[Reason("one_goal", _("Choose a page or write an address, one of both."), "successor")])
    if status not in (FOR_GOOD, FOR_A_WHILE):
        raise Invalid(reasons=[Reason("status", _("It moves for good or for a while."), "status")])
    with transaction.atomic():
        if successor:
            _lock_both(page, successor)
            refuse(reasons_of_successor(page=page, successor=page_of(successor, page)))
        else:
            refuse(reasons_of_target(page=page, target=target))
        kind = WithdrawalKind.REDIRECT
        return end(actor, page=page, ending=Ending(reason, kind, successor=successor, target=target, status=status))


def review(actor: User, *, endings: Sequence[Withdrawal], verdict: Verdict, comment: str = "") -> list[Review]:
    """Look at what one act ended as the second person: agree, or object and say why. Nothing comes back by it.

    Invalid for an objection without a reason; refused to who ended it, to who does not decide there, and for what was
    looked at already.
    """
    if verdict == Verdict.OBJECTED and not comment.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say what you object to."), "comment")])
    with transaction.atomic():
        keys = [ending.pk for ending in endings]
        rows = list(Withdrawal.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        for row in rows:
            refuse(reasons_not_to_review(actor, ending=row))
        now = clock.now()
        made = Review.objects.bulk_create(
            Review(withdrawal=row, ended_by=row.by, verdict=verdict, comment=comment, by=actor, at=now)
            for row in rows
            if row.by
        )
        announcements.reviewed(made)
        return made


def _lock_both(page: Page, successor: UUID) -> None:
    """Two things that are to take each other's place at one moment wait for each other here, in one order."""
    both = Page.objects.filter(translation_key__in=(page.translation_key, successor))
    list(both.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
