"""Reading: the languages of sites, how far each is, who works in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Value
from wagtail.models import Page

from sites import clock
from sites.accounts.models import Seat, SeatKind
from sites.domains.models import PublicSite, SiteHome
from sites.languages.codes import every_language, name_of, own_name
from workflows.agreement.comparing import READ
from workflows.boards.selectors import uses_on
from workflows.languages.offices import english_chain, seat_kinds_for


@dataclass(frozen=True, slots=True)
class Opened:
    """One language of a site: what of it is public, who translates, by which chain."""

    locale: str
    is_first: bool
    is_public: bool
    public: int
    drafts: int
    people: Sequence[Seat]
    chain: str
    is_read: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return name_of(self.locale)

    @property
    def own(self) -> str:
        """What its speakers call it."""
        return own_name(self.locale)


def sites_with_languages() -> list[tuple[PublicSite, list[str]]]:
    """Every site with the codes of its languages, the first one first; two queries."""
    sites = PublicSite.objects.prefetch_related("homes__locale").order_by("name_vi")
    return [
        (site, [home.locale.language_code for home in sorted(site.homes.all(), key=lambda home: home.position)])
        for site in sites
    ]


def languages_of(site: PublicSite) -> list[Opened]:
    """The languages of a site in their order; a number of queries that does not grow."""
    below = Page.objects.filter(path__startswith=OuterRef("home__path")).order_by()
    counted = (
        below.annotate(one=Value(1))
        .values("one")
        .annotate(number=Count("pk", filter=Q(live=True)), drafts=Count("pk", filter=Q(live=False)))
    )
    homes = SiteHome.objects.filter(site=site).select_related("locale", "home").order_by("position")
    rows = homes.annotate(public=Subquery(counted.values("number")), drafts=Subquery(counted.values("drafts")))
    seats = list(Seat.objects.on(clock.today()).filter(site=site).select_related("person", "kind"))
    chains = {use.locale: str(use.chain) for use in uses_on(site) if not use.section_id}
    return [_opened(row, seats, chains) for row in rows]


def languages_to_open(site: PublicSite) -> list[tuple[str, str]]:
    """The languages that a site may open yet, each by its own name and by that in the language of the moment."""
    there = set(SiteHome.objects.filter(site=site).values_list("locale__language_code", flat=True))
    return [(code, f"{name_of(code)} · {own_name(code)} ({code})") for code in every_language() if code not in there]


def what_follows(site: PublicSite, locale: str) -> Mapping[str, Any]:
    """What opening a language would make, for the screen."""
    kinds = seat_kinds_for(locale)
    there = set(SeatKind.objects.filter(code__in=kinds.values()).values_list("code", flat=True))
    chain = english_chain(site)
    return {
        "name": name_of(locale),
        "own": own_name(locale),
        "code": locale,
        "kinds": [code for code in kinds.values() if code not in there],
        "chain": str(chain) if chain else "",
        "is_read": locale in READ,
    }


def _opened(row: Any, seats: Sequence[Seat], chains: Mapping[str, str]) -> Opened:
    code = row.locale.language_code
    return Opened(
        locale=code,
        is_first=row.position == 0,
        is_public=row.home.live,
        public=row.public or 0,
        drafts=row.drafts or 0,
        people=[seat for seat in seats if code in seat.kind.languages] if row.position else [],
        chain=chains.get(code) or chains.get("", ""),
        is_read=code in READ,
    )
