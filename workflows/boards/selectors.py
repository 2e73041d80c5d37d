"""Which chain and which board hold for a page or a site on a day, and what is asked."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages.asked import line_down_to
from cms.pages.registry import public_type_of
from sites import clock
from sites.clock.days import holding_on
from sites.domains.models import PublicSite
from sites.domains.selectors import site_of
from sites.memory import remembered
from sites.refusals import Missing
from workflows.boards.models import Board, Chain, ChainUse
from workflows.boards.steps import steps_of
from workflows.boards.who import Item

__all__ = [
    "board_of",
    "chain_for",
    "chain_of_site",
    "item_of",
    "role_names",
    "steps_of",
    "versions_beside",
]


def site_of_page(page: Page) -> PublicSite:
    """The site of a page; raises Missing for a page that lies under no home."""
    site = site_of(page)
    if site is None:
        raise Missing(_("This page belongs to no site."), code="no_site")
    return site


@remembered(by=lambda site, on=None: (site.pk, on))
def uses_on(site: PublicSite, on: date | None = None) -> list[ChainUse]:
    """What holds for a site or its sections on a day (today): its own first, then that of its kind."""
    uses = ChainUse.objects.filter(holding_on(on or clock.today(), "holds")).select_related("chain__basis", "section")
    return list(uses.filter(Q(site=site) | Q(site_kind=site.kind)).order_by("site_kind"))


def chain_of_site(site: PublicSite, on: date | None = None) -> Chain:
    """The chain of a site on a day (today): its own, else that of its kind; raises Missing."""
    return _nearest(site, (), "", on)


def chain_for(page: Page, on: date | None = None) -> Chain:
    """The chain that holds for a page on a day (today): that of the nearest section, of its site, of the kind; one for
    its language before one for all.

    Raises Missing.
    """
    site = site_of_page(page)
    has_sections = any(use.section_id for use in uses_on(site, on))
    return _nearest(site, _sections_of(page) if has_sections else (), page.locale.language_code, on)


def _nearest(site: PublicSite, sections: Sequence[UUID], language: str, on: date | None) -> Chain:
    uses = uses_on(site, on)
    for locale in dict.fromkeys((language, "")):
        if chain := _nearest_of([use for use in uses if use.locale == locale], sections):
            return chain
    raise Missing(_("No chain holds for the site “%(site)s”.") % {"site": site.code}, code="no_chain")


def _nearest_of(uses: Sequence[ChainUse], sections: Sequence[UUID]) -> Chain | None:
    of_sections = {use.section.translation_key: use for use in uses if use.section}
    for key in reversed(sections):
        if key in of_sections:
            return of_sections[key].chain
    return next((use.chain for use in uses if not use.section_id), None)


def chain_instead(use: ChainUse, on: date) -> Chain | None:
    """What would hold on a day at the place of a use without it: the chain of a wider place, or for all languages."""
    holding = ChainUse.objects.filter(holding_on(on, "holds")).select_related("chain", "section").order_by("site_kind")
    kind = use.site.kind if use.site else use.site_kind
    others = list(holding.filter(Q(site=use.site_id, site__isnull=False) | Q(site_kind=kind)).exclude(pk=use.pk))
    sections = _sections_of(use.section) if use.section else ()
    for locale in dict.fromkeys((use.locale, "")):
        if chain := _nearest_of([other for other in others if other.locale == locale], sections):
            return chain
    return None


def versions_beside(use: ChainUse) -> QuerySet[ChainUse]:
    """The other uses at the same place: its other versions, the oldest first."""
    same = ChainUse.objects.filter(site=use.site_id, section=use.section_id, site_kind=use.site_kind)
    same = same.filter(locale=use.locale)
    return same.exclude(pk=use.pk).select_related("chain__basis", "site", "section").order_by("holds_from", "pk")


def item_of(page: Page) -> Item:
    """What of an item decides who is asked. `page` is the item as it was seen: rebuilt from its revision."""
    site = site_of_page(page)
    kind = public_type_of(page)
    return Item(
        site=site,
        agency_id=getattr(page, "agency_id", None) or site.agency_id,
        sections=_sections_of(page),
        kind=kind.name if kind else "",
    )


def _sections_of(page: Page) -> tuple[UUID, ...]:
    if len(page.path) <= page.steplen:
        return ()
    above = line_down_to(page.path[: -page.steplen])[1:]
    return (*(section.translation_key for section in above), page.translation_key)


def board_of(site: PublicSite, on: date | None = None) -> Board | None:
    """The board of a site on a day (today)."""
    return Board.objects.filter(holding_on(on or clock.today(), "holds"), site=site).first()


def role_names(site: PublicSite, on: date | None = None) -> dict[str, str]:
    """What each kind of seat is called on the board of a site, in the language of the moment."""
    board = board_of(site, on)
    english = (get_language() or "vi").startswith("en")
    roles = board.roles.select_related("seat_kind") if board else ()
    return {role.seat_kind.code: role.label_en if english else role.label_vi for role in roles}
