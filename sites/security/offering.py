"""What else is offered on a person's page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sites.accounts.models import User
from sites.accounts.policies import reasons_not_to_lock, reasons_not_to_report_leak, reasons_not_to_unlock
from sites.accounts.registry import Offer


def offered(actor: User, person: User) -> Iterator[Offer]:
    """By the policies that the actions ask; the log for everybody who sees the page."""
    if not reasons_not_to_unlock(actor, person):
        yield Offer(_("Unlock the account"), "lock-open", "security:unlock")
    elif not person.locked_at and not reasons_not_to_lock(actor, person):
        yield Offer(_("Lock the account"), "lock", "security:lock")
    if actor.pk != person.pk and not reasons_not_to_report_leak(actor, person):
        yield Offer(_("Report a leak of the password"), "warning", "security:leak")
    yield Offer(_("Log of security"), "history", "security:of_person")
