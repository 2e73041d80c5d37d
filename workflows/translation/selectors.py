"""Reading what is to be translated: whose it is, how long ago it was owed, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from sites import clock
from sites.accounts.models import Seat, User
from sites.accounts.selectors import seats_of
from sites.domains.models import PublicSite, SiteHome
from sites.memory import remembered
from sites.refusals import Missing
from workflows.deadlines.enums import Urgency
from workflows.translation.enums import State
from workflows.translation.models import Translation
from workflows.translation.owed import kinds_by_name
from workflows.translation.piles import COLUMNS, Places, ask, homes_by_site, other_languages
from workflows.translation.standing import Standing, standing_in

SHEET = """
select {columns}, due_at, soon, owed_from, is_done, count(*) over () from work where {where}
order by is_done, due_at nulls last, owed_from nulls last, source_page limit %(most)s offset %(after)s
"""
COUNTS = """
select locale, count(*) filter (where due_at < %(now)s), count(*) filter (where due_at >= %(now)s and due_at <= soon),
    count(*) filter (where state = 'none'), count(*) filter (where state = 'outdated'),
    count(*) filter (where state = 'draft'), count(*) filter (where state = 'in_approval')
from work where (is_owed or is_begun) and not is_done group by locale order by locale
"""
DONE = (State.CURRENT, State.WITHDRAWN)  # what is done is shown to who asks for it
IS_OPEN = "(is_owed or is_begun)"
CONDITIONS: Mapping[str, str] = {
    "site": "site_id = %(site)s",
    "type": "content_type = %(type)s",
    "state": "state = %(state)s",
    "overdue": "due_at < %(now)s",
    "near": "due_at >= %(now)s and due_at <= soon",
    "in_time": "due_at > soon",
    "unlimited": "due_at is null",
    "me": "handled_by = %(person)s",
    "nobody": "handled_by is null",
    "others": "handled_by <> %(person)s",
}


@dataclass(frozen=True, slots=True)
class Work:
    """One text on the translator's desk: how it stands, since when and until when somebody has to see to it.

    `soon` is until when a limit has to end so that it is near. Of what is no page, `address` is where it is opened,
    `words` how many it has, `is_owed` whether a rule asks for it, `delay` how many days it came after its source.
    """

    standing: Standing
    site: PublicSite
    type: str
    due_at: datetime | None
    soon: datetime
    since: datetime | None
    is_done: bool
    address: str = ""
    words: int | None = None
    is_owed: bool = False
    delay: float | None = None

    @property
    def urgency(self) -> Urgency:
        """How it stands to its limit."""
        if self.due_at is None:
            return Urgency.UNLIMITED
        if clock.now() > self.due_at:
            return Urgency.OVERDUE
        return Urgency.NEAR if self.due_at <= self.soon else Urgency.IN_TIME


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the desk is asked for; nothing narrows nothing, but what is done is shown only to who asks for it."""

    site: int | None = None
    type: str = ""
    state: str = ""
    urgency: str = ""
    handler: str = ""
    is_all: bool = False

    @property
    def shows_done(self) -> bool:
        """Whether what is done is asked for."""
        return self.is_all or self.state in DONE

    @property
    def names(self) -> list[str]:
        """The conditions that narrow."""
        plain = [name for name in ("site", "type", "state") if getattr(self, name)]
        return [*plain, *filter(None, (self.urgency, self.handler))]


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits for a person in one language."""

    locale: str
    overdue: int
    near: int
    none: int
    outdated: int
    draft: int
    in_approval: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.overdue or self.near or self.none or self.outdated or self.draft or self.in_approval)


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
    return any(seat.has_further_languages for seat in _writing_seats(person))


def languages_of(person: User) -> list[str]:
    """The languages into which a person translates somewhere, the first of each site left out."""
    if person.is_superuser:
        return other_languages()
    seats = _writing_seats(person)
    codes = other_languages({seat.site_id for seat in seats})
    return [code for code in codes if any(code in (seat.kind.languages or codes) for seat in seats)]


def languages_answered_for(person: User) -> list[str]:
    """The languages for which a person has a seat of his own: a translator's, not a writer's or an administrator's."""
    return sorted({code for seat in _writing_seats(person) for code in seat.kind.languages})


def places_of(person: User, *locales: str) -> dict[tuple[int, str], list[str]]:
    """Below which paths of their first languages a person may write in these languages, by site and language."""
    homes = homes_by_site()
    if person.is_superuser:
        return {(site, locale): [path] for site, path in homes.items() for locale in locales}
    found: dict[tuple[int, str], list[str]] = {}
    seats = _writing_seats(person)
    keys = [seat.section.translation_key for seat in seats if seat.section]
    rows = Page.objects.filter(translation_key__in=keys).values_list("translation_key", "path") if keys else ()
    twins = {key: path for key, path in rows if path[: 2 * Page.steplen] in homes.values()}
    for seat in seats:
        path = _source_path(seat, homes.get(seat.site_id, ""), twins)
        for locale in locales if path else ():
            if not seat.kind.languages or locale in seat.kind.languages:
                found.setdefault((seat.site_id, locale), []).append(path)
    return found


def places_by_site(person: User, locale: str) -> dict[int, list[str]]:
    """The same in one language, by site."""
    return {site: paths for (site, _locale), paths in places_of(person, locale).items()}


def sheet_of(
    places: Places, *, person: User, wanted: Wanted, most: int | None, after: int = 0
) -> tuple[list[Work], int]:
    """Of what is owed, under way or outdated in these places: some, the most pressing first, and how many there are in
    all; 0 also where none is left behind `after`. `most` None: all of them. One query.
    """
    if not places:
        return [], 0
    kinds = kinds_by_name()
    where = [IS_OPEN, *(CONDITIONS[name] for name in wanted.names), *(() if wanted.shows_done else ("not is_done",))]
    statement = SHEET.format(columns=COLUMNS, where=" and ".join(where))
    given = {"site": wanted.site, "type": kinds.get(wanted.type), "state": wanted.state, "person": person.pk}
    rows = ask(statement, places=places, most=most, after=after, **given)
    return _works(rows, kinds), rows[0][-1] if rows else 0


def work_of(person: User, *, locale: str) -> list[Work]:
    """All pages that a person may translate into a language and that are owed, begun or public in it."""
    wanted = Wanted(is_all=True)
    return sheet_of(places_of(person, locale), person=person, wanted=wanted, most=None)[0]


def counts_of_pages(person: User, languages: Sequence[str]) -> list[Counts]:
    """How many pages wait for a person in these languages; one query."""
    places = places_of(person, *languages)
    return [Counts(*row) for row in ask(COUNTS, places=places)] if places else []


def translation_of(page: Page) -> Translation | None:
    """The translation that a page is."""
    found = Translation.objects.filter(public_id=page.translation_key, locale=page.locale.language_code)
    return found.select_related("page", "site", "handled_by", "shaped_after").first()


def _works(rows: Sequence[tuple[Any, ...]], kinds: Mapping[str, int]) -> list[Work]:
    names = {pk: name for name, pk in kinds.items()}
    standings = [(standing_in(row[:-5]), row[-5:-1]) for row in rows]
    sites = PublicSite.objects.in_bulk({standing.site_id for standing, _rest in standings})
    return [Work(one, sites[one.site_id], names.get(one.content_type, ""), *rest) for one, rest in standings]


def _writing_seats(person: User) -> list[Seat]:
    return [seat for seat in seats_of(person) if "change" in seat.kind.page_rights]


def _source_path(seat: Seat, home: str, twins: Mapping[Any, str]) -> str:
    """The home of a site, or the section of a seat in the first language, if it lies on that site."""
    if seat.section is None:
        return home
    path = seat.section.path if seat.section.path.startswith(home) else twins.get(seat.section.translation_key, "")
    return path if home and path.startswith(home) else ""
