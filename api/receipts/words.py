"""What a receipt says to a person."""

from datetime import datetime
from urllib.parse import urlsplit

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from api.publications.enums import State as Public
from api.receipts.enums import Fault, State
from api.receipts.models import Receipt
from sites import clock

LATE = 10  # seconds: whoever looks only then knows that it can be read, not since when


def words_of(receipt: Receipt) -> str:
    """One sentence, with the frontend's name before it where it is about one."""
    is_live = receipt.version.state == Public.LIVE
    said = _of_public(receipt) if is_live else _of_ended(receipt)
    if receipt.state == State.SUPERSEDED:
        said = _("A newer version came before this one was seen.")
    if receipt.state == State.VISIBLE and receipt.alarmed_at:
        said += " " + _("There was an alarm at %(at)s.") % {"at": moment(receipt.alarmed_at)}
    return f"{_host(receipt)}: {said}" if receipt.frontend_id else said


def moment(at: datetime) -> str:
    """A moment to the second; of another day with its date."""
    is_today = localtime(at).date() == clock.today()
    return date_format(localtime(at), "H:i:s" if is_today else "H:i:s d/m/Y")


def _of_public(receipt: Receipt) -> str:
    words = {"at": moment(receipt.seen_at or clock.now()), "seconds": _seconds(receipt)}
    if receipt.state == State.VISIBLE:
        since = _("Citizens can read it since %(at)s (%(seconds)s s).")
        return (
            _("Citizens could read it when it was first looked at, %(at)s.") if _is_late(receipt) else since
        ) % words
    if receipt.state == State.ALARM:
        return _("Citizens cannot read it: %(fault)s.") % {"fault": Fault(receipt.fault).label}
    return _("Whether citizens can read it is being looked at.")


def _of_ended(receipt: Receipt) -> str:
    words = {"at": moment(receipt.seen_at or clock.now()), "seconds": _seconds(receipt)}
    if receipt.state == State.VISIBLE:
        since = _("Citizens no longer find it since %(at)s (%(seconds)s s).")
        late = _("Citizens did not find it any more when it was first looked for, %(at)s.")
        return (late if _is_late(receipt) else since) % words
    if receipt.state == State.ALARM:
        return _("It has ended, and whether citizens still find it is not known: %(fault)s.") % {
            "fault": Fault(receipt.fault).label
        }
    return _("Whether it is gone for citizens is being looked at.")


def _is_late(receipt: Receipt) -> bool:
    at, seen_at = receipt.version.at, receipt.seen_at
    return receipt.tries == 0 and seen_at is not None and (seen_at - at).total_seconds() > LATE


def _seconds(receipt: Receipt) -> str:
    took = ((receipt.seen_at or clock.now()) - receipt.since).total_seconds()
    return number_format(round(max(took, 0.1), 1), 1)


def _host(receipt: Receipt) -> str:
    return urlsplit(receipt.frontend.public).netloc if receipt.frontend else ""
