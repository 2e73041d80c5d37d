"""Taking a thing back from the public: one entitled person, a reason, at once. Expiry ends in the same place."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Invalid, Reason
from workflows.passage import announcements
from workflows.passage.actions.recording import refuse, thing
from workflows.passage.actions.submitting import fall
from workflows.passage.asking import behalf_of
from workflows.passage.enums import PassageState, WithdrawalKind
from workflows.passage.locks import lock_beside, lock_page
from workflows.passage.models.records import Passage, Withdrawal
from workflows.passage.policies import deciding_offices, reasons_not_to_withdraw
from workflows.passage.selectors import releases_in_force, releases_of


def withdraw(actor: User, *, page: Page, reason: str, notice: str = "", successor: UUID | None = None) -> Withdrawal:
    """Take a thing back: its releases are revoked, it is unpublished, readers see `notice` and `successor`.

    Invalid without a reason; refused to who does not decide about its publication, and for what is not public.
    A newer text on its way stays on its way; one that is scheduled falls, and all that go together with it.
    """
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why it is withdrawn."), "reason")])
    with transaction.atomic():
        lock_beside([page.pk])
        withdrawal = take_back(actor, lock_page(page.pk), reason, notice, successor)
        announcements.withdrawn(page, withdrawal)
        return withdrawal


def take_back(actor: User, page: Page, reason: str, notice: str, successor: UUID | None = None) -> Withdrawal:
    """Withdraw a locked page. Refused as `withdraw`."""
    refuse(reasons_not_to_withdraw(actor, page=page))
    withdrawal = _withdrawal(page, WithdrawalKind.WITHDRAWN, actor, reason)
    withdrawal.notice, withdrawal.successor = notice, successor
    withdrawal.delegation = behalf_of(actor, deciding_offices(page))
    withdrawal.save()
    _unpublish(page, actor, reason)
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
    return Withdrawal(public_id=public_id, locale=locale, kind=kind, reason=reason, at=clock.now(), by=actor)


def _unpublish(page: Page, actor: User, reason: str) -> None:
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
