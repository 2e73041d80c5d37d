"""What is no page, in the list of the translator's desk."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from sites import clock
from sites.accounts.models import User
from sites.calendar.selectors import working_calendars
from sites.calendar.working import WorkingCalendar
from sites.domains.enums import SiteKind
from sites.domains.models import PublicSite, SiteHome
from sites.languages.codes import SOURCE
from sites.languages.labels import Labelled, kind_of_thing, labelled
from sites.languages.models import LabelWording
from sites.memory import remembered
from workflows.labels.policies import sites_translated_by
from workflows.labels.texts import OpenedRow, name_of_thing, opened_rows
from workflows.translation.enums import State
from workflows.translation.models import Translation
from workflows.translation.more import MoreWork, more_work
from workflows.translation.rules import REMIND, limits_by_site, owed_by_site
from workflows.translation.work import Work

FIRST, SUPPLEMENT, OTHER = "first", "supplement", "other"

type Found = tuple[OpenedRow, LabelStanding, PublicSite]
type Owed = Mapping[int | None, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class LabelStanding:
    """How one row stands in a language; what the list asks of a page's standing, said of a row."""

    public_id: UUID
    locale: str
    source_locale: str
    title: str
    source_page: int
    state: State
    handled_by: int | None
    is_in_approval: bool
    is_owed: bool
    outdated_since: datetime | None
    since: datetime | None
    delay: float | None
    page: int | None = None
    translation: int | None = None

    @property
    def owed_changes(self) -> tuple[tuple[datetime, str], ...]:
        """The change of the source that it has not followed: of what was never translated, the first one."""
        if self.outdated_since:
            return ((self.outdated_since, SUPPLEMENT),)
        return ((self.since, FIRST),) if self.since and self.is_owed and self.state != State.CURRENT else ()


def standing_of(found: OpenedRow, *, is_owed: bool) -> LabelStanding:
    """What readers get; where they get nothing, how far the work is."""
    readings = [one for one in found.readings.values() if one.source]
    first = next(iter(readings), None)
    outdated = [one for one in readings if one.is_outdated]
    if first is not None and first.own:
        state = State.OUTDATED if outdated else State.CURRENT
    elif found.proposal:
        state = State.IN_APPROVAL
    else:
        state = State.DRAFT if found.translation and any(line.target for line in found.lines) else State.NONE
    return LabelStanding(
        public_id=found.public_id,
        locale=found.locale,
        source_locale=SOURCE,
        title=found.title,
        source_page=found.row.pk,
        state=state,
        handled_by=found.translation.handled_by_id if found.translation else None,
        is_in_approval=found.proposal is not None,
        is_owed=is_owed,
        outdated_since=min((one.since for one in outdated if one.since), default=None),
        since=first.since if first else None,
        delay=first.delay if first else None,
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """Within how many hours of which calendar the rows of a site are owed, until when a limit has to end to be near."""

    hours: Mapping[str, Any]
    calendar: WorkingCalendar
    soon: datetime

    def until(self, changes: Sequence[tuple[datetime, str]]) -> datetime | None:
        """The first limit of these changes of a source."""
        limits = ((since, self.hours.get(cause, self.hours.get(OTHER, 0))) for since, cause in changes)
        return min(
            (self.calendar.add(since, timedelta(hours=number)) for since, number in limits if number), default=None
        )


def work_of_labels(person: User, locale: str) -> list[Work]:
    """What of the rows of his sites a person may translate into a language: a number of queries that does not grow."""
    return _works(opened_for(person, locale), sites_translated_by(person, locale))


@remembered(by=lambda person, locale: (person.pk, locale))
def opened_for(person: User, locale: str) -> list[Found]:
    """The rows of his sites that stand on a person's desk."""
    return list(opened_on(sites_translated_by(person, locale), locale))


def work_on_sites(sites: Collection[PublicSite], locale: str) -> list[Work]:
    """What of the rows of these sites is owed, begun or said in a language that they have opened; as few queries."""
    homes = SiteHome.objects.filter(site__in=sites, locale__language_code=locale, position__gt=0)
    opened = set(homes.values_list("site_id", flat=True))
    here = {site.pk: site for site in sites if site.pk in opened}
    return _works(opened_on(here, locale), here)


def _works(every: Iterable[Found], sites: Mapping[int, PublicSite]) -> list[Work]:
    terms = _terms(sites) if sites else {}
    return [_work(found, standing, site, terms[site.pk]) for found, standing, site in every]


def opened_on(sites: Mapping[int, PublicSite], locale: str) -> Iterator[Found]:
    """The rows of these sites that stand on the desk, kind by kind: what is owed, begun or said. What belongs to no
    site is the portal's, if that is one of them.
    """
    if not sites:
        return
    portal = next((site for site in sites.values() if site.kind == SiteKind.PORTAL), None)
    owed = {site: value.get(locale, ()) for site, value in owed_by_site().items()}
    for found in opened_rows(_rows(sites, portal, owed, locale), locale):
        site = sites.get(found.row.site_number) or portal
        if site is None or not found.lines:
            continue
        standing = standing_of(found, is_owed=_is_owed(owed, site, found.kind.key))
        if standing.state != State.NONE or standing.is_owed or standing.handled_by is not None:
            yield found, standing, site


def ready_on(site: PublicSite, locale: str) -> list[OpenedRow]:
    """What of a site's rows may be sent to the second person."""
    return [found for found, _standing, _site in opened_on({site.pk: site}, locale) if found.is_ready]


def rows_of_sites(kind: Labelled, sites: Collection[PublicSite]) -> QuerySet[Any]:
    """All rows of a kind that the translators of these sites see to."""
    has_portal = any(site.kind == SiteKind.PORTAL for site in sites)
    return kind.found().filter(_of_sites([site.pk for site in sites], has_portal=has_portal))


def _of_sites(sites: Collection[int], *, has_portal: bool) -> Q:
    mine = Q(site_number__in=sites)
    return mine | Q(site_number__isnull=True) if has_portal else mine


def _terms(sites: Mapping[int, PublicSite]) -> dict[int, Terms]:
    """Site by site; what is near is reckoned once where hours and calendar are the same."""
    limits, calendars, now = limits_by_site(), working_calendars(list(sites)), clock.now()
    near: dict[tuple[Any, float], datetime] = {}
    found = {}
    for pk in sites:
        hours: Mapping[str, Any] = limits.get(pk) or limits.get(None) or {}
        calendar, remind = calendars.get(pk, calendars[None]), hours.get(REMIND, 0)
        key = calendar.weeks, remind
        if key not in near:
            near[key] = calendar.add(now, timedelta(hours=remind))
        found[pk] = Terms(hours, calendar, near[key])
    return found


def _rows(
    sites: Mapping[int, PublicSite], portal: PublicSite | None, owed: Owed, locale: str
) -> Iterator[tuple[Labelled, Any]]:
    """The rows of these sites: all of a kind that is owed on one of them, of others those with words in it."""
    mine = _of_sites(sites, has_portal=portal is not None)
    begun = set(
        Translation.objects.filter(page=None, locale=locale, site__in=sites).values_list("public_id", flat=True)
    )
    noted = _noted(locale)
    for kind in labelled:
        rows = kind.found().filter(mine)
        if not any(_is_owed(owed, site, kind.key) for site in sites.values()):
            numbers = set(noted.get(kind.key, ()))
            if begun:
                every = rows.values_list("pk", flat=True)
                numbers |= {number for number in every if name_of_thing(kind.thing(number)) in begun}
            rows = rows.filter(pk__in=numbers)
        yield from ((kind, row) for row in rows)


def _noted(locale: str) -> dict[str, set[int]]:
    """The numbers of the rows of which something was said in a language, by kind."""
    found: dict[str, set[int]] = {}
    for thing in (
        LabelWording.objects.filter(locale=locale).order_by("thing").values_list("thing", flat=True).distinct()
    ):
        kind, number = kind_of_thing(thing)
        found.setdefault(kind.key, set()).add(number)
    return found


def _work(found: OpenedRow, standing: LabelStanding, site: PublicSite, terms: Terms) -> Work:
    return Work(
        standing,  # type: ignore[arg-type]
        site,
        found.kind.key,
        due_at=terms.until(standing.owed_changes),
        soon=terms.soon,
        since=min((since for since, _cause in standing.owed_changes), default=None),
        is_done=standing.state == State.CURRENT and not standing.is_in_approval,
        address=reverse("labels:row", args=(found.kind.key, found.row.pk, found.locale)),
        words=found.words,
        left=found.words_left,
        is_owed=standing.is_owed,
        delay=standing.delay,
    )


def _is_owed(owed: Owed, site: PublicSite, key: str) -> bool:
    """Whether a rule says so: it names the kind, or neither kinds nor sections."""
    entries = owed.get(site.pk, owed.get(None, ()))
    return any(key in entry.get("types", ()) or not (entry.get("types") or entry.get("sections")) for entry in entries)


def names() -> dict[str, str]:
    """What the kinds are called in the list."""
    return {key: kind.label for key, kind in labelled.items()}


def register() -> None:
    """Called when the room is ready."""
    more_work.register("labels", MoreWork(names, work_of_labels, work_on_sites))
