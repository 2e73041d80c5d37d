"""Reading: what a person may take out, and the files that went out and came back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.pages.models import BasePage
from cms.pages.segments import segments_of
from sites.accounts.models import User
from sites.domains.models import SiteHome
from sites.domains.selectors import HOME_PATH_LENGTH
from workflows.bureaus.enums import PageState, Which
from workflows.bureaus.models import Delivery, Handout
from workflows.bureaus.policies import may_read_source
from workflows.translation.enums import SegmentState, State
from workflows.translation.models import Translation
from workflows.translation.policies import may_see
from workflows.translation.selectors import places_by_site, work_of
from workflows.translation.texts import Line, opened, source_of
from workflows.translation.work import Work

HOME_DEPTH = 2
ALL_STATES = frozenset(State)
OPEN_STATES = ALL_STATES - {State.CURRENT, State.WITHDRAWN}


def roots_for(person: User, locale: str) -> list[tuple[int, str]]:
    """What of the tree a person may take out in a language as a whole: his sites, and their sections; with names."""
    places = places_by_site(person, locale)
    homes = _homes(places, locale)
    sections = _sections(list(homes))
    found: list[tuple[int, str]] = []
    for path, home in homes.items():
        paths = tuple(places[home.site_id])
        if path.startswith(paths):
            found.append((home.home_id, str(home.site)))
        below = (row for row in sections.get(path, ()) if row.path.startswith(paths))
        found += [(row.pk, f"{home.site} › {row.title}") for row in below]
    return found


def homes_for(person: User, locale: str) -> list[tuple[int, str]]:
    """The homes of the sites the whole of which a person translates into a language."""
    places = places_by_site(person, locale)
    homes = _homes(places, locale)
    return [
        (home.home_id, str(home.site)) for path, home in homes.items() if path.startswith(tuple(places[home.site_id]))
    ]


def works_below(person: User, *, root: Page, locale: str, which: str) -> list[Work]:
    """What stands on a person's desk below a page, the page itself included: in the order of the tree."""
    states = OPEN_STATES if which == Which.OPEN else ALL_STATES
    found = [
        work
        for work in work_of(person, locale=locale)
        if work.standing.path.startswith(root.path) and work.standing.state in states
    ]
    return sorted(found, key=lambda work: work.standing.path)


def lines_of(source: BasePage, translation: Translation | None) -> list[Line]:
    """The segments of a text with what stands in their place; of one that nobody has begun, with nothing."""
    if translation is not None and translation.page_id:
        return list(opened(translation).lines)
    newest = source_of(source.translation_key, source.locale.language_code).page
    return [Line(segment, "", SegmentState.NONE, segment.tags) for segment in segments_of(newest)]


def page_named(person: User, public_id: UUID, *, locale: str) -> tuple[BasePage, Translation | None] | None:
    """The source and the translation of a page that a file names, if the person may know of them; None otherwise."""
    translation = Translation.objects.filter(public_id=public_id, locale=locale).select_related("page").first()
    home = SiteHome.objects.filter(position=0)
    page = Page.objects.filter(translation_key=public_id, locale__in=home.values("locale")).exclude(
        depth__lte=HOME_DEPTH
    )
    if translation is not None:
        page = page.filter(locale__language_code=translation.source_locale)
    rows = [row for row in page if home.filter(home__path=row.path[:HOME_PATH_LENGTH]).exists()]
    if not rows:
        return None
    source: Any = rows[0].specific
    if translation is not None and translation.page_id:
        return (source, translation) if may_see(person, translation) else None
    return (source, translation) if may_read_source(person, source, locale=locale) else None


def handouts_of(person: User) -> QuerySet[Handout]:
    """What a person took out, the newest first, without the files."""
    return Handout.objects.filter(by=person).select_related("site").defer("file")


def deliveries_of(person: User) -> QuerySet[Delivery]:
    """What a person brought in, the newest first, with how far it is."""
    rows = Delivery.objects.filter(by=person).select_related("handout")
    working = Q(pages__state__in=(PageState.WAITING, PageState.TO_WRITE))
    return rows.annotate(total=Count("pages"), working=Count("pages", filter=working))


def _homes(places: Mapping[int, Sequence[str]], locale: str) -> dict[str, SiteHome]:
    """The homes in the first language of those of these sites that have opened a language, by path."""
    beside = SiteHome.objects.filter(position__gt=0, locale__language_code=locale).values("site")
    rows = SiteHome.objects.filter(position=0, site__in=list(places)).filter(site__in=beside)
    return {home.home.path: home for home in rows.select_related("home", "site").order_by("site__code")}


def _sections(homes: Sequence[str]) -> Mapping[str, list[SectionPage]]:
    """The sections of sites, by the paths of their homes; one query."""
    rows = SectionPage.objects.annotate(home_path=Substr("path", 1, HOME_PATH_LENGTH)).filter(home_path__in=homes)
    found: dict[str, list[SectionPage]] = {}
    for row in rows.order_by("path"):
        found.setdefault(row.path[:HOME_PATH_LENGTH], []).append(row)
    return found
