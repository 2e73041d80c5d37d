"""Reminding of translations before their limit and telling others after it: of each text once, in one letter a person.
Of what is no page (names, titles, files) as of pages.

What is on its way through its chain is left alone: there the limits of its steps hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import connection, transaction

from sites import clock
from sites.accounts.models import Seat, User
from sites.domains.models import PublicSite
from workflows.boards.who import Item, offices
from workflows.deadlines.enums import CallKind, Urgency
from workflows.delegation.selectors import holders
from workflows.translation.more import work_beside
from workflows.translation.piles import ask, homes_by_site, other_languages
from workflows.translation.rules import limits_by_site
from workflows.translation.work import Work
from workflows.upkeep import announcements
from workflows.upkeep.enums import About
from workflows.upkeep.models import Call
from workflows.upkeep.questions import Question, questions

ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('workflows_upkeep'))"
DUE = """
select public_id, locale, site_id, path, title, handled_by, due_since, due_at, kind from work
cross join lateral (select case when due_at < %(now)s then 'escalation' else 'reminder' end as kind) k
where passage is null and due_at <= soon and not exists (
    select 1 from workflows_upkeep_call c where c.about = 'owed' and c.public_id = work.public_id
        and c.locale = work.locale and c.since = work.due_since and c.kind = k.kind)
order by due_at, source_page
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One text that is due soon or overdue."""

    public_id: UUID
    locale: str
    site: PublicSite
    path: str
    title: str
    handled_by: int | None
    since: datetime
    due_at: datetime
    kind: str

    @property
    def is_late(self) -> bool:
        """Whether its limit has passed."""
        return self.kind == CallKind.ESCALATION


@transaction.atomic
def remind_of_translations() -> int:
    """Send what is due and was not sent; answers about how many texts. Who comes second waits and finds it sent."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    sites = PublicSite.objects.in_bulk()
    homes, languages = homes_by_site(), other_languages()
    places = {(site, locale): [path] for site, path in homes.items() for locale in languages}
    rows = ask(DUE, places=places) if places else []
    pages = [Line(public_id, locale, sites[site], *rest) for public_id, locale, site, *rest in rows]
    lines = sorted([*pages, *_beside(sites, homes, languages)], key=lambda line: line.due_at)
    if lines:
        now = clock.now()
        Call.objects.bulk_create(_call(About.OWED, line, line.since, line.due_at, line.kind, now) for line in lines)
        _tell(lines)
    return len(lines)


def _beside(sites: Mapping[int, PublicSite], homes: Mapping[int, str], languages: Iterable[str]) -> list[Line]:
    """What is no page, is due soon or overdue, and of which nobody was told yet."""
    lines = [
        _line(work, homes.get(work.site.pk, ""))
        for locale in languages
        for work in work_beside(list(sites.values()), locale)
        if work.due_at and work.due_at <= work.soon and not work.is_done and not work.standing.is_in_approval
    ]
    rows = Call.objects.filter(about=About.OWED, public_id__in=[line.public_id for line in lines])
    made = set(rows.values_list("public_id", "locale", "since", "kind"))
    return [line for line in lines if (line.public_id, line.locale, line.since, line.kind) not in made]


def _line(work: Work, path: str) -> Line:
    kind = CallKind.ESCALATION if work.urgency == Urgency.OVERDUE else CallKind.REMINDER
    standing, since, due_at = work.standing, cast("datetime", work.since), cast("datetime", work.due_at)
    said = (standing.public_id, standing.locale, work.site, path, standing.title, standing.handled_by)
    return Line(*said, since, due_at, kind)


@transaction.atomic
def remind_of_questions() -> int:
    """The same about translations whose source is gone."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    now, sent = clock.now(), 0
    waiting = [one for one in questions(PublicSite.objects.values_list("pk", flat=True)) if _is_near(one, now)]
    rows = Call.objects.filter(about=About.QUESTION, public_id__in=[one.page.translation_key for one in waiting])
    made = set(rows.values_list("public_id", "locale", "since", "kind"))
    for one in waiting:
        kind = CallKind.ESCALATION if one.is_late else CallKind.REMINDER
        locale, since = one.page.locale.language_code, one.withdrawal.at
        if one.due_at and (one.page.translation_key, locale, since, kind) not in made:
            text = Text(one.page.translation_key, locale)
            Call.objects.bulk_create([_call(About.QUESTION, text, since, one.due_at, kind, now)])
            announcements.asked(one.withdrawal, one.page, "unanswered", until=one.due_at, is_late=one.is_late)
            sent += 1
    return sent


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one language."""

    public_id: UUID
    locale: str


def _call(about: About, text: Line | Text, since: datetime, due_at: datetime, kind: str, at: datetime) -> Call:
    named = {"public_id": text.public_id, "locale": text.locale}
    return Call(about=about, since=since, due_at=due_at, kind=kind, at=at, **named)


def _is_near(one: Question, now: datetime) -> bool:
    return one.near_at is not None and now >= one.near_at


def _tell(lines: Sequence[Line]) -> None:
    """One letter a person and language."""
    seats, limits = _seats({line.site.pk for line in lines}), limits_by_site()
    handlers = User.objects.in_bulk({line.handled_by for line in lines if line.handled_by})
    letters: dict[tuple[str, User], list[Line]] = {}
    above: dict[tuple[int, str], list[User]] = {}
    for line in lines:
        handler = handlers.get(line.handled_by or 0)
        people = [handler] if handler and handler.is_active else _translators(line, seats)
        if line.is_late or not people:
            key = line.site.pk, line.locale
            if key not in above:
                above[key] = _above(line.site, limits)
            people = [*people, *above[key]]
        for person in dict.fromkeys(people):
            letters.setdefault((line.locale, person), []).append(line)
    for (locale, person), theirs in letters.items():
        announcements.owed(person, locale, theirs)


def _seats(sites: Iterable[int]) -> Mapping[int, list[Seat]]:
    """The seats of these sites that begin and change texts, by site."""
    rows = Seat.objects.on(clock.today()).filter(site__in=sites, kind__page_rights__contains=["add", "change"])
    rows = rows.filter(person__is_active=True, person__is_superuser=False, person__closed_at__isnull=True)
    found: dict[int, list[Seat]] = {}
    for seat in rows.select_related("person", "kind", "section").order_by("pk"):
        found.setdefault(seat.site_id, []).append(seat)
    return found


def _translators(line: Line, seats: Mapping[int, Sequence[Seat]]) -> list[User]:
    """Who translates there: whose seat is for that language; where nobody has such a seat, who writes in all."""
    here = [seat for seat in seats.get(line.site.pk, ()) if seat.section is None or _lies_in(line, seat)]
    own = [seat.person for seat in here if line.locale in seat.kind.languages]
    return own or [seat.person for seat in here if not seat.kind.languages]


def _lies_in(line: Line, seat: Seat) -> bool:
    return seat.section is not None and line.path.startswith(seat.section.path)


def _above(site: PublicSite, limits: Mapping[int | None, Mapping[str, object]]) -> list[User]:
    """Whom the rule of limits names for what is overdue, or has nobody who translates it."""
    said = limits.get(site.pk) or limits.get(None) or {}
    named: object = said.get("escalate_to", ())
    selectors = list(named) if isinstance(named, list | tuple) else []
    return holders(offices(selectors, Item(site=site, agency_id=site.agency_id)), clock.today()) if selectors else []
