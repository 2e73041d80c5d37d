"""Reading what is to be translated: whose it is, how long ago it was owed, how many words it has."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.home.models import SectionPage
from cms.pages.registry import public_types
from sites import clock
from sites.accounts.models import Seat, User
from sites.calendar.selectors import working_calendars
from sites.domains.models import PublicSite, SiteHome
from sites.memory import remembered
from sites.refusals import Missing
from workflows.deadlines.enums import Urgency
from workflows.translation.enums import State
from workflows.translation.models import Translation
from workflows.translation.rules import Due, due_of, limits_by_site, owed_by_site
from workflows.translation.standing import QUERY, Standing, read

OPEN = f"""{QUERY}
where tl.language_code = %(locale)s and s.depth >= 2
    and exists (select 1 from unnest(%(places)s::text[]) p(path) where s.path like p.path || '%%')
    and (tr.page_id is not null or t.id is not null or (source.id is not null and exists (
        select 1 from unnest(%(owed_paths)s::text[], %(owed_types)s::int[]) w(path, kind)
        where s.path like w.path || '%%' and (w.kind = 0 or w.kind = s.content_type_id))))
"""  # noqa: S608 - constants
ANY = 0


@dataclass(frozen=True, slots=True)
class Work:
    """One text on the translator's desk: how it stands, and until when it is owed.

    `address` is where it is opened, `words` how many it has, where that is known here: of what is no page.
    """

    standing: Standing
    site: PublicSite
    type: str
    due: Due | None
    address: str = ""
    words: int | None = None

    @property
    def urgency(self) -> Urgency:
        """How it stands to its limit."""
        if self.due is None:
            return Urgency.UNLIMITED
        now = clock.now()
        if now > self.due.at:
            return Urgency.OVERDUE
        return Urgency.NEAR if now >= self.due.near_at else Urgency.IN_TIME

    @property
    def since(self) -> datetime | None:
        """Since when somebody has to see to it."""
        return min((since for since, _cause in self.standing.owed_changes), default=None)


def locale_named(code: str) -> Locale:
    """The language with this code; raises Missing."""
    found = Locale.objects.filter(language_code=code).first()
    if found is None:
        raise Missing(_("The site has not opened that language."), code="unknown_language")
    return found


@remembered(by=lambda person: person.pk)
def translates(person: User) -> bool:
    """Whether a person writes in another language than the first one on some site."""
    if person.is_superuser:
        return SiteHome.objects.filter(position__gt=0).exists()
    seats = Seat.objects.on(clock.today()).filter(person=person, kind__page_rights__contains=["change"])
    return seats.filter(site__homes__position__gt=0).exists()


def languages_of(person: User) -> list[str]:
    """The languages into which a person translates somewhere, the first of each site left out."""
    codes = SiteHome.objects.filter(site__in=places_by_site(person), position__gt=0)
    kinds = _languages_of_seats(person)
    found = codes.order_by("locale__language_code").values_list("locale__language_code", flat=True).distinct()
    return [code for code in found if person.is_superuser or not kinds or code in kinds]


def places_by_site(person: User, locale: str = "") -> dict[int, list[str]]:
    """Below which paths of their first languages a person may write in another language, by site."""
    homes = dict(SiteHome.objects.filter(position=0).values_list("site_id", "home__path"))
    if person.is_superuser:
        return {site: [path] for site, path in homes.items()}
    found: dict[int, list[str]] = {}
    seats = [seat for seat in _writing_seats(person) if not seat.kind.languages or locale in ("", *seat.kind.languages)]
    keys = [seat.section.translation_key for seat in seats if seat.section]
    rows = Page.objects.filter(translation_key__in=keys).values_list("translation_key", "path") if keys else ()
    twins = {key: path for key, path in rows if path[: 2 * Page.steplen] in homes.values()}
    for seat in seats:
        home = homes.get(seat.site_id, "")
        path = _source_path(seat, home, twins)
        if path:
            found.setdefault(seat.site_id, []).append(path)
    return found


def work_of(person: User, *, locale: str) -> list[Work]:
    """What a person may translate into a language and is owed, under way or outdated: the most pressing first."""
    places = places_by_site(person, locale)
    paths, types = owed_places(places, locale)
    values = {
        "locale": locale,
        "places": [path for of_site in places.values() for path in of_site],
        "owed_paths": paths,
        "owed_types": types,
    }
    return sorted(_with_limits(read(OPEN, values), places), key=rank)


def owed_places(sites: Iterable[int], locale: str) -> tuple[list[str], list[int]]:
    """Where in the trees of these sites which kinds of page (0: any) are owed in a language, as pairs."""
    owed, kinds = owed_by_site(locale), _kinds()
    entries = {site: owed.get(site, owed.get(None, [])) for site in sites}
    homes = dict(SiteHome.objects.filter(position=0, site__in=entries).values_list("site_id", "home__path"))
    sections = _section_paths(
        homes, {code for found in entries.values() for entry in found for code in _list(entry, "sections")}
    )
    pairs = [
        (path, kind)
        for site, found in entries.items()
        for entry in found
        for path in (
            [sections[site, code] for code in _list(entry, "sections") if (site, code) in sections]
            if entry.get("sections")
            else [homes[site]]
        )
        for kind in ([kinds[name] for name in _list(entry, "types") if name in kinds] or [ANY])
    ]
    return [path for path, _kind in pairs], [kind for _path, kind in pairs]


def translation_of(page: Page) -> Translation | None:
    """The translation that a page is."""
    found = Translation.objects.filter(public_id=page.translation_key, locale=page.locale.language_code)
    return found.select_related("page", "site", "handled_by", "shaped_after").first()


def _with_limits(standings: Collection[Standing], places: Collection[int]) -> Iterator[Work]:
    limits, sites = limits_by_site(), PublicSite.objects.in_bulk(places)
    calendars, names = working_calendars(list(sites)), {pk: name for name, pk in _kinds().items()}
    for one in standings:
        calendar = calendars.get(one.site_id, calendars[None])
        hours: Mapping[str, Any] = limits.get(one.site_id) or limits.get(None) or {}
        owed = iter(one.owed_changes) if one.state != State.CURRENT else iter(())
        yield Work(one, sites[one.site_id], names.get(one.content_type, ""), due_of(hours, calendar, owed))


def rank(work: Work) -> tuple[bool, float, float, int]:
    """What is done comes last; what is due first comes first."""
    since, due = work.since, work.due
    return (
        work.standing.state == State.CURRENT,
        due.at.timestamp() if due else float("inf"),
        since.timestamp() if since else float("inf"),
        work.standing.source_page,
    )


def _kinds() -> dict[str, int]:
    """The kinds of page by the name of their public type."""
    models = {entry.name: entry.model for entry in public_types}
    found = ContentType.objects.get_for_models(*models.values())
    return {name: found[model].pk for name, model in models.items()}


def _list(entry: Mapping[str, Any], name: str) -> list[str]:
    return list(entry.get(name, ()))


def _section_paths(homes: Mapping[int, str], codes: Collection[str]) -> dict[tuple[int, str], str]:
    sites = {path: site for site, path in homes.items()}
    rows = SectionPage.objects.filter(code__in=codes).values_list("path", "code")
    return {(sites[path[: 2 * Page.steplen]], code): path for path, code in rows if path[: 2 * Page.steplen] in sites}


def _writing_seats(person: User) -> list[Seat]:
    seats = Seat.objects.on(clock.today()).filter(person=person, kind__page_rights__contains=["change"])
    return list(seats.select_related("kind", "section"))


def _languages_of_seats(person: User) -> set[str]:
    """The languages to which a person's seats are narrowed; empty where one of them is not."""
    seats = _writing_seats(person)
    return (
        set()
        if any(not seat.kind.languages for seat in seats)
        else {code for seat in seats for code in seat.kind.languages}
    )


def _source_path(seat: Seat, home: str, twins: Mapping[Any, str]) -> str:
    """The home of a site, or the section of a seat in the first language, if it lies on that site."""
    if seat.section is None:
        return home
    path = seat.section.path if seat.section.path.startswith(home) else twins.get(seat.section.translation_key, "")
    return path if home and path.startswith(home) else ""
