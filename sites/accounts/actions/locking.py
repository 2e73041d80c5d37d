"""Locking and unlocking accounts, and voiding a password that others may know."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sites import clock
from sites.accounts.actions.people import send_letter_with_link
from sites.accounts.actions.recording import refuse, told
from sites.accounts.actions.writing import rights_follow
from sites.accounts.models import User
from sites.accounts.policies import reasons_not_to_lock, reasons_not_to_report_leak, reasons_not_to_unlock
from sites.refusals import Invalid


@transaction.atomic
def lock_person(actor: User | None, *, person: User, reason: str) -> User:
    """Lock an account until it is unlocked: its sessions end at once, its rights rest, its posts and seats stay.

    `actor` is None for the calendar. Refused to whoever does not manage the person, for one's own account, for the
    last open administrator; Invalid without a reason. Locking twice changes nothing.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    refuse(reasons_not_to_lock(actor, person))
    _ask_for(reason)
    if person.locked_at:
        return person
    with rights_follow():
        person.locked_at, person.lock_reason, person.is_active = clock.now(), reason.strip()[:300], False
        person.save(update_fields=["locked_at", "lock_reason", "is_active"])
    _record(person, actor, "locked", reason)
    return person


@transaction.atomic
def unlock_person(actor: User, *, person: User, reason: str) -> User:
    """Unlock an account: its rights follow from its posts and seats again.

    Refused to whoever does not manage the person, and for one that is not locked; Invalid without a reason.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    refuse(reasons_not_to_unlock(actor, person))
    _ask_for(reason)
    with rights_follow():
        person.locked_at, person.lock_reason, person.is_active = None, "", True
        person.unlocked_at = clock.now()
        person.save(update_fields=["locked_at", "lock_reason", "is_active", "unlocked_at"])
    _record(person, actor, "unlocked", reason)
    return person


@transaction.atomic
def report_leak(actor: User, *, person: User, words: str = "") -> User:
    """Others may know the password: it is void at once, all sessions end, a link to set a new one goes by mail.

    Whoever knows the old one can do nothing with it (Nghệ An Điều 9, Quảng Ninh Điều 16.5). Refused to all but the
    person himself and who manages him, and for a closed account.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    refuse(reasons_not_to_report_leak(actor, person))
    person.set_unusable_password()
    person.leaked_at = clock.now()
    person.save(update_fields=["password", "leaked_at"])
    if person.email and person.is_active:
        send_letter_with_link(person, template="leaked", inviter=actor)
    _record(person, actor, "leaked", words)
    return person


def _ask_for(reason: str) -> None:
    if not reason.strip():
        message = _("Say why.")
        raise Invalid(message, code="reason_missing", errors={"reason": [message]})


def _record(person: User, actor: User | None, act: str, words: str) -> None:
    log(person, "wagtail.edit", user=actor, data={"act": act, "reason": words})
    told(act, person=person, by=actor, words=words)
