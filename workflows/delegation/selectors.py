"""Who holds which office on a day, delegations and absences taken in. Rooms above ask here, not `boards.offices`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from sites import clock
from sites.accounts.models import Seat, User
from sites.clock.days import holding_on
from sites.memory import remembered
from workflows.boards.offices import office_of, posts_held, seats_held
from workflows.boards.offices import offices_of as own_offices
from workflows.delegation.enums import DelegationKind
from workflows.delegation.models import Delegation
from workflows.delegation.parts import part_named

OPEN = Q(person__is_active=True, person__is_superuser=False, person__closed_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Holding:
    """One person in one office on a day: of his own, or under a delegation. `away`: his absence is recorded."""

    person: User
    office: str
    delegation: Delegation | None = None
    away: Delegation | None = None

    @property
    def principal(self) -> User:
        """Whose office it is."""
        return self.delegation.giver if self.delegation else self.person


@remembered(by=lambda on: on)
def in_force(on: date) -> list[Delegation]:
    """The delegations and absences of a day whose giver still holds the office and whose people are open."""
    rows = Delegation.objects.on(on).select_related("giver", "to", "post", "seat__kind", "seat__section", "section")
    return [row for row in rows if _stands(row, on)]


def _stands(row: Delegation, on: date) -> bool:
    people = [person for person in (row.giver, row.to) if person]
    is_open = all(person.is_active and not person.closed_at and not person.is_superuser for person in people)
    held = row.handed
    return is_open and (held is None or held.holds_on(on))


def absences(on: date) -> dict[int, Delegation]:
    """Who is away on a day, by person."""
    return {row.giver_id: row for row in in_force(on) if row.is_absence}


def office_handed(row: Delegation) -> str:
    """The office that is handed over: that of the post or seat, or only its part for a site, section, step or kind."""
    if row.handed is None:
        return ""
    part = f"#{row.part}" if row.part else ""
    if row.section is None:
        return office_of(row.handed) + part
    whole = f"post/{row.post.kind}/{row.post.agency_id}" if row.post else _seat(row.seat)
    return f"{whole}/{row.section.translation_key}{part}"


def _seat(seat: Seat | None) -> str:
    return f"seat/{seat.kind.code}/{seat.site_id}" if seat else ""


@dataclass(frozen=True, slots=True)
class Acting:
    """In which offices a person may act on a day: his own, and those handed to him."""

    own: list[str]
    handed: list[Delegation]

    @property
    def offices(self) -> list[str]:
        """All of them."""
        return sorted({*self.own, *(office_handed(row) for row in self.handed)})


@remembered(by=lambda person, on: (person.pk, on))
def acting(person: User, on: date) -> Acting:
    """The offices in which a person may act on a day; none while he is away."""
    rows = in_force(on)
    if any(row.is_absence and row.giver_id == person.pk for row in rows):
        return Acting([], [])
    return Acting(own_offices(person, on), [row for row in rows if row.to_id == person.pk])


def offices_of(person: User, on: date) -> list[str]:
    """The same as text, each once."""
    return acting(person, on).offices


def holdings(offices: Collection[str], on: date) -> list[Holding]:
    """Everybody in these offices on a day, those who are away included, in the order of their names."""
    away, wanted = absences(on), list(offices)
    own = [
        Holding(row.person, row.office, away=away.get(row.person_id))
        for prefix, held in (("post/", posts_held), ("seat/", seats_held))
        if any(office.startswith(prefix) for office in wanted)
        for row in held(on).filter(OPEN, office__in=wanted).select_related("person")
    ]
    handed = [
        Holding(row.to, office_handed(row), delegation=row, away=away.get(row.to.pk))
        for row in in_force(on)
        if row.to and office_handed(row) in offices
    ]
    return sorted(own + handed, key=lambda one: (one.delegation is not None, one.person.full_name, one.person.pk))


def holders(offices: Sequence[str], on: date) -> list[User]:
    """The people who may act in these offices on a day, each once."""
    present = {one.person.pk: one.person for one in holdings(offices, on) if not one.away}
    return list(present.values())


def delegated_on(on: date) -> QuerySet[Any]:
    """The delegations of a day as rows with `person_id` (who acts) and `office`, for conditions in the database."""
    office = Case(
        When(post__isnull=False, then=Concat(Value("post/"), "post__kind", Value("/"), Cast("post__agency_id", TEXT))),
        default=Concat(Value("seat/"), "seat__kind__code", Value("/"), Cast("seat__site_id", TEXT)),
        output_field=TEXT,
    )
    key = Case(
        When(section__isnull=False, then=Concat(Value("/"), Cast("section__translation_key", TEXT))),
        When(seat__section__isnull=False, then=Concat(Value("/"), Cast("seat__section__translation_key", TEXT))),
        default=Value(""),
        output_field=TEXT,
    )
    part = Case(When(part="", then=Value("")), default=Concat(Value("#"), "part"), output_field=TEXT)
    still = (Q(post__isnull=False) & holding_on(on, "post__held")) | (
        Q(seat__isnull=False) & holding_on(on, "seat__held")
    )
    people = {f"{who}__{name}": value for who in ("to", "giver") for name, value in STANDING.items()}
    return (
        Delegation.objects.on(on)
        .filter(still, kind=DelegationKind.DELEGATION, **people)
        .annotate(office=Concat(office, key, part, output_field=TEXT), person_id=F("to_id"))
    )


def away_on(on: date) -> QuerySet[Delegation]:
    """The absences of a day, for conditions in the database."""
    return Delegation.objects.on(on).filter(kind=DelegationKind.ABSENCE)


def is_away(on: date, person: str) -> Exists:
    """The condition that whoever the field `person` names is away."""
    return Exists(away_on(on).filter(giver_id=OuterRef(person)))


TEXT = CharField()
STANDING = {"is_active": True, "is_superuser": False, "closed_at__isnull": True}


def concerning(person: User) -> QuerySet[Delegation]:
    """What a person may see on the screen: all for an administrator, else what he gave, recorded or was given."""
    rows = Delegation.objects.select_related(
        "giver", "to", "post__agency", "seat__kind", "seat__site", "section", "recorded_by"
    )
    if person.is_superuser:
        return rows
    return rows.filter(Q(giver=person) | Q(to=person))


def principals_of(person: User, on: date) -> list[User]:
    """Whose office a person may act in on a day because it was handed to him."""
    return [row.giver for row in acting(person, on).handed]


def behalf_of(person: User, offices: Collection[str], on: date | None = None) -> Delegation | None:
    """The delegation under which a person acts in one of these offices; None if he acts in his own."""
    his = acting(person, on or clock.today())
    if not set(his.own).isdisjoint(offices):
        return None
    return next((row for row in his.handed if office_handed(row) in offices), None)


def office_named(row: Delegation) -> str:
    """What is handed over, in words; empty for an absence."""
    if row.handed is None:
        return ""
    place = f"{row.handed} › {row.section}" if row.section else str(row.handed)
    return f"{place} · {part_named(row.part)}" if row.part else place
