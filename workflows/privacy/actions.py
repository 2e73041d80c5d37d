"""Closing and opening. The log follows by its triggers: what is closed, and what lies below it, ends for readers."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageViewRestriction

from sites.accounts.models import User
from sites.refusals import Invalid, Reason, Refused
from workflows.passage.locks import lock_page
from workflows.privacy.policies import reasons_not_to_close, reasons_not_to_open


@transaction.atomic
def close_to_the_public(actor: User, *, page: Page, reason: str) -> PageViewRestriction:
    """Close a page and all that lies below it. Invalid without a reason; refused to who does not decide about it."""
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why it is closed."), "reason")])
    locked = lock_page(page.pk)
    _refuse(reasons_not_to_close(actor, page=locked))
    made = PageViewRestriction.objects.create(page=locked, restriction_type=PageViewRestriction.LOGIN)
    log(locked, "wagtail.view_restriction.create", user=actor, data={"reason": reason.strip()})
    return made


@transaction.atomic
def open_to_the_public(actor: User, *, page: Page) -> Page:
    """Open a page again: what was released below it is public again. Refused to who does not decide about it."""
    locked = lock_page(page.pk)
    _refuse(reasons_not_to_open(actor, page=locked))
    PageViewRestriction.objects.filter(page=locked).delete()
    log(locked, "wagtail.view_restriction.delete", user=actor)
    return locked


def _refuse(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused(reasons=reasons)
