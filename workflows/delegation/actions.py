"""Handing an office over, recording an absence, ending either."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sites import clock
from sites.accounts.models import User
from sites.refusals import Invalid, Refused
from sites.refusals.checking import check_fields
from workflows.delegation.enums import DelegationKind
from workflows.delegation.models import Delegation
from workflows.delegation.policies import reasons_not_to_end, reasons_not_to_give


def delegate(actor: User, *, row: Delegation) -> Delegation:
    """Hand a post or seat (an unsaved row) to somebody for some days.

    Refused to everyone but whose office it is and administrators; for an office not held on all these days, one handed
    on, a beginning in the past, no decision number, and to whoever holds nothing himself, administers or is closed.
    Invalid for a second delegation of the office on a day and for an end before the beginning.
    """
    row.kind = DelegationKind.DELEGATION
    return _keep(actor, row)


def record_absence(actor: User, *, row: Delegation) -> Delegation:
    """Write down (an unsaved row) that a person is away for some days: he is not asked, the chains' stand-ins are.

    Refused to everyone but himself and administrators, without a paper, and for a beginning in the past; Invalid for a
    second absence on a day.
    """
    row.kind = DelegationKind.ABSENCE
    return _keep(actor, row)


def end(actor: User, *, row: Delegation, reason: str, on: date | None = None) -> Delegation:
    """End a delegation or absence: `on` (today) is the first day without it. Rights end the same day.

    Refused to everyone but whose office it is and administrators, and for what has ended. Invalid without a reason,
    and for a day past or later than its end.
    """
    day = on or clock.today()
    if not reason.strip():
        message = _("Say why it ends.")
        raise Invalid(message, code="reason_missing", errors={"reason": [message]})
    if reasons := reasons_not_to_end(actor, row):
        raise Refused(reasons=reasons)
    if day < clock.today() or (row.held_to is not None and day > row.held_to):
        message = _("It ends between today and its last day.")
        raise Invalid(message, code="wrong_day", errors={"on": [message]})
    with transaction.atomic():
        now = Delegation.objects.select_for_update().get(pk=row.pk)
        now.held_to = max(day, now.held_from)  # ended before it began: it holds on no day, and stays to be read
        now.ended_by, now.end_reason = actor, reason.strip()
        now.save(update_fields=("held_to", "ended_by", "end_reason"))
        log(now, "wagtail.edit", user=actor, data={"reason": reason.strip()})
        return now


def _keep(actor: User, row: Delegation) -> Delegation:
    if reasons := reasons_not_to_give(actor, row):
        raise Refused(reasons=reasons)
    row.recorded_by, row.recorded_at = actor, clock.now()
    with transaction.atomic():
        check_fields(row)
        row.save()
        log(row, "wagtail.create", user=actor)
    return row
