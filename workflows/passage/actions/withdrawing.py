"""Taking a thing back from the public: one entitled person, a reason, at once. Expiry ends in the same place."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Invalid, Reason
from workflows.boards.selectors import site_of_page
from workflows.delegation.selectors import behalf_of
from workflows.passage import announcements
from workflows.passage.actions.recording import refuse, thing
from workflows.passage.actions.submitting import fall, take_off_its_way
from workflows.passage.enums import PassageState, WithdrawalKind
from workflows.passage.locks import lock_beside, lock_page
from workflows.passage.models.records import Passage, Withdrawal
from workflows.passage.policies import deciding_offices, reasons_not_to_end, reasons_not_to_withdraw
from workflows.passage.selectors import releases_in_force, releases_of
from workflows.passage.signals import withdrawn


@dataclass(frozen=True, slots=True)
class Ending:
    """How a thing is to end: why (inside), what readers are told, where it leads. `act` names what ends together."""

    reason: str
    kind: WithdrawalKind = WithdrawalKind.WITHDRAWN
    notice: str = ""
    successor: UUID | None = None
    target: str = ""
    status: int | None = None
    act: UUID | None = None


def withdraw(actor: User, *, page: Page, reason: str, notice: str = "", successor: UUID | None = None) -> Withdrawal:
    """Take a thing back: its releases are revoked, it is unpublished, readers see `notice` and `successor`.

    Invalid without a reason; refused to who does not decide about its publication, for what is not public, for a home,
    and for what has public things below it. A newer text on its way stays on its way; one that is scheduled falls, and
    all that go together with it.
    """
    _check_reason(reason)
    with transaction.atomic():
        lock_beside([page.pk])
        locked = lock_page(page.pk)
        withdrawal = take_back(actor, locked, reason, notice, successor)
        announcements.withdrawn(locked, withdrawal)
        return withdrawal


def take_back(actor: User, page: Page, reason: str, notice: str, successor: UUID | None = None) -> Withdrawal:
    """Withdraw a locked page. Refused as `withdraw`."""
    refuse(reasons_not_to_withdraw(actor, page=page))
    return _end(actor, page, Ending(reason, notice=notice, successor=successor))


def end(actor: User, *, page: Page, ending: Ending) -> Withdrawal:
    """End a thing in one of the other ways, or say of what has ended that it ended otherwise.

    Invalid without a reason; refused as `withdraw`, and for what was never public or is withheld by law. Whether what
    it leads to can be led to, `workflows.endings` has asked before.
    """
    _check_reason(ending.reason)
    with transaction.atomic():
        lock_beside([page.pk])
        locked = lock_page(page.pk)
        refuse(reasons_not_to_end(actor, page=locked))
        withdrawal = _end(actor, locked, ending)
        announcements.withdrawn(locked, withdrawal)
        return withdrawal


def withdraw_by_rule(*, page: Page, kind: WithdrawalKind, reason: str, notice: str = "") -> Withdrawal | None:
    """Take a thing back because a rule says so; nobody decides. What is on its way ends too.

    None where it is neither public nor scheduled.
    """
    with transaction.atomic():
        lock_beside([page.pk])
        locked = lock_page(page.pk)
        take_off_its_way(locked, None)
        if not locked.live and not releases_of(locked).filter(revoked_at__isnull=True).exists():
            return None
        withdrawal = _end(None, locked, Ending(reason, kind, notice))
        announcements.withdrawn(locked, withdrawal)
        return withdrawal


def unschedule_by_rule(*, page: Page) -> None:
    """Take away the time at which a text was to become public, because a rule says so; what is public stays."""
    with transaction.atomic():
        lock_beside([page.pk])
        locked = lock_page(page.pk)
        for passage in Passage.objects.filter(page=locked, state=PassageState.SCHEDULED):
            fall(passage, None)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why it is withdrawn."), "reason")])


def _end(actor: User | None, page: Page, ending: Ending) -> Withdrawal:
    withdrawal = _withdrawal(page, ending.kind, actor, ending.reason)
    for name in ("notice", "successor", "target", "status", "act"):
        setattr(withdrawal, name, getattr(ending, name))
    withdrawal.delegation = behalf_of(actor, deciding_offices(page)) if actor else None
    withdrawal.save()
    _unpublish(page, actor, ending.reason)
    withdrawn.send(sender=Withdrawal, withdrawal=withdrawal, page=page)
    return withdrawal


def expire(*, page: Page) -> Withdrawal:
    """Take a thing back because its time has run out. Conflict if it has not."""
    with transaction.atomic():
        locked = lock_page(page.pk)
        now = clock.now()
        if not locked.live or locked.expire_at is None or locked.expire_at > now:
            raise Conflict(_("Its time has not run out."), code="not_expired")
        withdrawal = _withdrawal(locked, WithdrawalKind.EXPIRED, None, "")
        withdrawal.save()
        releases_in_force(*thing(locked), now).update(revoked_at=now)
        locked.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        _keep_schedule(locked)
        return withdrawal


def _withdrawal(page: Page, kind: WithdrawalKind, actor: User | None, reason: str) -> Withdrawal:
    public_id, locale = thing(page)
    return Withdrawal(
        public_id=public_id,
        locale=locale,
        kind=kind,
        reason=reason,
        at=clock.now(),
        by=actor,
        page=page,
        site=site_of_page(page),
        title=page.title[:300],
    )


def _unpublish(page: Page, actor: User | None, reason: str) -> None:
    for passage in Passage.objects.filter(page=page, state=PassageState.SCHEDULED):
        fall(passage, actor, reason)
    releases_of(page).filter(revoked_at__isnull=True).update(revoked_at=clock.now())
    page.revisions.update(approved_go_live_at=None)
    if page.live:
        page.unpublish(log_action="wagtail.unpublish", user=None)


def _keep_schedule(page: Page) -> None:
    """What is still to come stays scheduled: unpublishing clears the schedule of every revision (wagtail#13879)."""
    for passage in Passage.objects.filter(page=page, state=PassageState.SCHEDULED):
        Revision.objects.filter(pk=passage.revision_id).update(approved_go_live_at=passage.go_live_at)
