"""Which chain and which board hold for a page or a site on a day, and what is asked."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.clock.days import holding_on
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from sites.memory import remembered
from sites.refusals import Missing
from workflows.boards.models import Board, Chain, ChainUse
from workflows.boards.steps import eligible, stand_ins, steps_of
from workflows.boards.who import Item

__all__ = ["board_of", "chain_for", "chain_of_site", "eligible", "item_of", "role_names", "stand_ins", "steps_of"]


def site_of_page(page: Page) -> PublicSite:
    """The site of a page; raises Missing for a page that lies under no home."""
    site = site_of(page)
    if site is None:
        raise Missing(_("This page belongs to no site."), code="no_site")
    return site


@remembered(by=lambda site, on=None: (site.pk, on))
def chain_of_site(site: PublicSite, on: date | None = None) -> Chain:
    """The chain of a site on a day (today): its own, else that of its kind; raises Missing."""
    uses = ChainUse.objects.filter(holding_on(on or clock.today(), "holds")).select_related("chain__basis")
    use = uses.filter(Q(site=site) | Q(site_kind=site.kind)).order_by("site_kind").first()
    if use is None:
        raise Missing(_("No chain holds for the site “%(site)s”.") % {"site": site.code}, code="no_chain")
    return use.chain


def chain_for(page: Page, on: date | None = None) -> Chain:
    """The chain that holds for a page on a day (today); raises Missing."""
    return chain_of_site(site_of_page(page), on)


def item_of(page: Page) -> Item:
    """What of an item decides who is asked. `page` is the item as it was seen: rebuilt from its revision."""
    site = site_of_page(page)
    return Item(site=site, agency_id=getattr(page, "agency_id", None) or site.agency_id, sections=_sections_of(page))


@remembered(by=lambda page: page.path)
def _sections_of(page: Page) -> tuple[UUID, ...]:
    paths = [page.path[:end] for end in range(2 * page.steplen, len(page.path) + 1, page.steplen)]
    return tuple(Page.objects.filter(path__in=paths).order_by("depth").values_list("translation_key", flat=True))


def board_of(site: PublicSite, on: date | None = None) -> Board | None:
    """The board of a site on a day (today)."""
    return Board.objects.filter(holding_on(on or clock.today(), "holds"), site=site).first()


def role_names(site: PublicSite, on: date | None = None) -> dict[str, str]:
    """What each kind of seat is called on the board of a site, in the language of the moment."""
    board = board_of(site, on)
    english = (get_language() or "vi").startswith("en")
    roles = board.roles.select_related("seat_kind") if board else ()
    return {role.seat_kind.code: role.label_en if english else role.label_vi for role in roles}
