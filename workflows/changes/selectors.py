"""Reading proposed changes: what waits for whom, who may speak, what was done alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from sites import clock
from sites.accounts.models import User
from sites.accounts.selectors import administrators
from sites.calendar.selectors import working_calendars
from sites.changes.kinds import Description, Kind, kinds
from workflows.changes.enums import Alone
from workflows.changes.models import Proposal
from workflows.delegation.selectors import acting, holders

TO_REVIEW = (Alone.TAKING_AWAY, Alone.FIRST)


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal in a list. `until` is when somebody should have decided."""

    proposal: Proposal
    label: str
    until: datetime | None
    is_late: bool


def proposals() -> QuerySet[Proposal]:
    """All of them, with what a list shows, the newest first."""
    return Proposal.objects.select_related("site", "by", "verdict__by", "verdict__delegation__giver")


def waiting() -> QuerySet[Proposal]:
    """What no second person has spoken about."""
    return proposals().filter(alone="", verdict__isnull=True)


def waiting_for(person: User) -> QuerySet[Proposal]:
    """What a person may decide now, the oldest first."""
    return _for(person, waiting()).order_by("pk")


def to_review(person: User) -> QuerySet[Proposal]:
    """What others did alone and this person may look at, the oldest first."""
    return _for(person, proposals().filter(alone__in=TO_REVIEW, verdict__isnull=True)).order_by("pk")


def visible_to(person: User) -> QuerySet[Proposal]:
    """What a person may know of: what he asked for or decided, and what he may speak about."""
    return proposals().filter(entitled(person) | Q(by=person) | Q(verdict__by=person))


def entitled(person: User) -> Q:
    """The condition that a person holds an office that speaks about it."""
    if person.is_superuser and person.is_active:
        return Q(by_administrators=True)
    return Q(offices__overlap=acting(person, clock.today()).offices)


def speakers(offices: Collection[str], *, by_administrators: bool, without: Collection[int]) -> list[User]:
    """The people who may say yes or no, but for those who asked or gain."""
    found = {person.pk: person for person in holders(sorted(offices), clock.today())} if offices else {}
    if by_administrators:
        found |= {person.pk: person for person in administrators()}
    return [person for pk, person in found.items() if pk not in without]


def speakers_of(proposal: Proposal) -> list[User]:
    """Who may speak about a proposal today."""
    without = {proposal.by_id, *proposal.concerned}
    return speakers(proposal.offices, by_administrators=proposal.by_administrators, without=without)


def expired(at: datetime) -> QuerySet[Proposal]:
    """What nobody decided about in time."""
    return waiting().filter(expires_at__lte=at).order_by("pk")


def kind_of(proposal: Proposal) -> Kind:
    """The kind of a proposal."""
    return kinds[proposal.kind]


def description_of(proposal: Proposal) -> Description:
    """The difference, from the data that were kept."""
    return kind_of(proposal).describe(proposal.data)


def lines_of(rows: Sequence[Proposal]) -> list[Line]:
    """Proposals as a list shows them."""
    until = until_of(rows)
    now = clock.now()
    return [
        Line(row, str(kind_of(row).label), until[row.pk], bool(until[row.pk] and now > until[row.pk]))  # type: ignore[operator]
        for row in rows
    ]


def until_of(rows: Sequence[Proposal]) -> dict[int, datetime | None]:
    """Until when somebody should have decided, by the rule of its day and the calendar of today."""
    timed = [row for row in rows if row.hours]
    calendars = working_calendars({row.site_id for row in timed if row.site_id}) if timed else {}
    found: dict[int, datetime | None] = dict.fromkeys(row.pk for row in rows)
    for row in timed:
        found[row.pk] = calendars[row.site_id].add(row.at, timedelta(hours=row.hours or 0))
    return found


def _for(person: User, rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return rows.filter(entitled(person)).exclude(by=person).exclude(concerned__contains=[person.pk])
