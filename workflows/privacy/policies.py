"""Who may close a page to the public, and who may ask to open it."""

from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from sites.accounts.models import User
from sites.domains.selectors import home_of
from sites.refusals import Reason
from workflows.passage.policies import reasons_of_entitlement


def is_closed(page: Page) -> bool:
    """Whether this page itself was closed to the public."""
    return PageViewRestriction.objects.filter(page=page).exists()


def reasons_not_to_close(actor: User | None, *, page: Page) -> list[Reason]:
    """Why a person may not close a page: he does not decide about its publication, or it is closed."""
    if page.is_root() or home_of(page) is None:
        return [Reason("no_site", _("This page belongs to no site."))]
    if is_closed(page):
        return [Reason("closed", _("It is closed to the public already."))]
    return reasons_of_entitlement(actor, page)


def reasons_not_to_open(actor: User | None, *, page: Page) -> list[Reason]:
    """Why a person may not ask to open a page."""
    if not is_closed(page):
        return [Reason("open", _("It is open to the public."))]
    return reasons_of_entitlement(actor, page)
