"""The desk claims, sorts, returns and refuses."""

from django.db import transaction
from django.utils.translation import gettext as _

from cms.home.models import SectionPage
from cms.news.models import Category
from sites.accounts.models import User
from sites.refusals import Invalid, Reason
from workflows.contributions.actions.recording import locked, move, record, refuse_for, tell_sender
from workflows.contributions.enums import Channel, Deed, State
from workflows.contributions.models import Contribution
from workflows.contributions.policies import reasons_not_to_claim, reasons_not_to_handle
from workflows.contributions.selectors import categories_to_sort_into, sections_to_sort_into


def claim(actor: User, *, contribution: Contribution) -> Contribution:
    """Take a contribution upon oneself. Refused to who is not at the desk, and while a colleague handles it."""
    with transaction.atomic():
        row = locked(contribution)
        refuse_for(reasons_not_to_claim(actor, contribution=row))
        if row.handler_id != actor.pk:
            row.handler = actor
            row.save(update_fields=("handler",))
            record(row, actor, Deed.CLAIM)
        return row


def sort(
    actor: User, *, contribution: Contribution, section: SectionPage, category: Category | None = None
) -> Contribution:
    """Say in which section, and under which field, a contribution belongs. Who sorts it handles it.

    Refused as `claim`; Invalid for a section or field of another site.
    """
    with transaction.atomic():
        row = locked(contribution)
        refuse_for(reasons_not_to_handle(actor, contribution=row))
        if not sections_to_sort_into(row.site).filter(pk=section.pk).exists():
            raise Invalid(reasons=[Reason("foreign_section", _("The section belongs to another site."), "section")])
        if category is not None and not categories_to_sort_into(row.site).filter(pk=category.pk).exists():
            raise Invalid(reasons=[Reason("foreign_category", _("The category belongs to another site."), "category")])
        row.section, row.category, row.handler = section, category, actor
        move(row, actor, Deed.SORT, State.SORTED, str(section.title))
        return row


def return_to_sender(actor: User, *, contribution: Contribution, reason: str) -> Contribution:
    """Send a contribution back for mending. Invalid without a reason; refused as `claim`, and where nobody can mend."""
    return _end(actor, contribution, reason, Deed.RETURN, State.RETURNED)


def refuse(actor: User, *, contribution: Contribution, reason: str) -> Contribution:
    """Refuse a contribution for good. Invalid without a reason; refused as `claim`."""
    return _end(actor, contribution, reason, Deed.REFUSE, State.REFUSED)


def _end(actor: User, contribution: Contribution, reason: str, deed: Deed, state: State) -> Contribution:
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why."), "reason")])
    with transaction.atomic():
        row = locked(contribution)
        refuse_for(reasons_not_to_handle(actor, contribution=row))
        if state == State.RETURNED and row.channel != Channel.ACCOUNT:
            words = _("Whoever has no account cannot mend it here. Refuse it, and answer by letter or mail.")
            refuse_for([Reason("nobody_mends", words)])
        row.handler = None if state == State.RETURNED else row.handler
        move(row, actor, deed, state, reason.strip())
        tell_sender(row, "decided", reason=reason.strip())
        return row
