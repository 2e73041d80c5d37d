"""Who may end what how, and who looks at it afterwards."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages.gate import is_home, same_site_and_language
from cms.pages.registry import public_type_of
from sites.accounts.models import User
from sites.domains.enums import SiteKind
from sites.domains.selectors import site_for_host, site_of
from sites.refusals import Reason
from workflows.boards.selectors import site_of_page
from workflows.endings.rules import may_lead_to, outside_of
from workflows.passage.models import Withdrawal
from workflows.passage.policies import reasons_of_entitlement

LONGEST_NOTICE = 500


def reasons_of_successor(*, page: Page, successor: Page | None) -> list[Reason]:
    """Why this cannot take the place of a page: it is not public, is the page itself, or is another component site's.

    What has ended leads to nothing but what is public, so that no circle can arise.
    """
    if successor is None or not successor.live or public_type_of(successor) is None:
        return [Reason("successor_not_public", _("Choose something that is public."), "successor")]
    if successor.translation_key == page.translation_key:
        return [Reason("leads_back", _("Nothing takes its own place."), "successor")]
    site = site_of(successor)
    if site is None or (site != site_of_page(page) and site.kind != SiteKind.PORTAL):
        words = _("Choose something on the same site, or on the portal.")
        return [Reason("successor_elsewhere", words, "successor")]
    return []


def reasons_of_target(*, page: Page, target: str) -> list[Reason]:
    """Why an address may not lead outside to this."""
    site = site_of_page(page)
    try:
        URLValidator(schemes=["http", "https"])(target)
    except ValidationError:
        return [Reason("target_invalid", _("This is no address."), "target")]
    if not may_lead_to(target, site=site):
        allowed = ", ".join(outside_of(site)) or _("none")
        words = _("Addresses outside may lead to these domains only: %(domains)s.") % {"domains": allowed}
        return [Reason("target_not_allowed", words, "target")]
    host = target.split("//", 1)[1].split("/", 1)[0].split(":", 1)[0]
    if site_for_host(host) is not None:
        words = _("This is an address of our own: choose the page instead, so that the way holds when it moves.")
        return [Reason("target_is_own", words, "target")]
    return []


def reasons_not_to_review(actor: User | None, *, ending: Withdrawal) -> list[Reason]:
    """Why a person may not look at an ending as the second one."""
    if ending.by_id is None or ending.page is None:
        return [Reason("nobody_ended_it", _("Nobody ended it: its time ran out."))]
    if hasattr(ending, "review"):
        return [Reason("reviewed", _("A second person has looked at this already."))]
    if actor is None or actor.is_superuser or reasons_of_entitlement(actor, ending.page.specific):
        return [Reason("not_entitled", _("Only those who decide about the publication may do this."))]
    if actor.pk == ending.by_id:
        return [Reason("same_person", _("Who ended it does not look at it as the second person."))]
    return []


def reasons_not_to_close(actor: User | None, *, section: Page) -> list[Reason]:
    """Why a person may not close a section with what lies below it: each item is asked about as if alone."""
    if is_home(section):
        return [Reason("home_stays", _("The home page of a site is not withdrawn. Close the site instead."))]
    if not section.live:
        return [Reason("not_public", _("It is not public."))]
    return reasons_of_entitlement(actor, section)


def reasons_of_place(actor: User | None, *, section: Page, target: Page | None) -> list[Reason]:
    """Why what lies below a section may not be moved there."""
    kind = public_type_of(target.specific) if target else None
    if target is None or not target.live or kind is None or kind.name != "section":
        return [Reason("no_section", _("Choose a section that is public."), "target")]
    if target.path.startswith(section.path):
        return [Reason("leads_back", _("It lies in the section that is closed."), "target")]
    if not same_site_and_language(section, target):
        return [Reason("other_site", _("A page stays in its site and its language."), "target")]
    return reasons_of_entitlement(actor, target.specific)


def page_of(public_id: UUID, page: Page) -> Page | None:
    """The live page that a public id names for the readers of a page: in their language, where there is one."""
    pages = Page.objects.filter(translation_key=public_id, live=True).select_related("locale")
    found = sorted(pages, key=lambda other: other.locale_id != page.locale_id)
    return found[0].specific if found else None
