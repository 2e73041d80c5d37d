"""Who may decide about an item now, why nobody may, and what waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.models import User
from sites.memory import remembered
from workflows.boards.enums import StandInRule
from workflows.boards.offices import posts_held, seats_held
from workflows.boards.steps import Step
from workflows.delegation.selectors import (
    Acting,
    acting,
    delegated_on,
    holdings,
    is_away,
    office_handed,
    offices_of,
)
from workflows.passage.company import pages_of
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.models.records import Passage
from workflows.passage.selectors import people_with_part, step_now
from workflows.passage.turns import STAND_INS, Case, Tiers, Turn, turns_of

APPROVALS = (DecisionKind.APPROVE, DecisionKind.PUBLISH)


@remembered(by=lambda passage, on=None: (passage.pk, on))
def turns(passage: Passage, on: date | None = None) -> list[Turn]:
    """Whose turn it is now, and on whose behalf."""
    step = step_now(passage)
    return turns_of(_case(passage, step, on or clock.today())) if step else []


def asked(passage: Passage, on: date | None = None) -> list[User]:
    """Who may decide now."""
    return [turn.person for turn in turns(passage, on)]


def turn_of(passage: Passage, person: User) -> Turn | None:
    """The turn of a person, if it is his."""
    return next((turn for turn in turns(passage) if turn.person == person), None)


def excluded_at(passage: Passage, step: Step) -> set[int]:
    """Who may not decide at a step, because the step asks for someone with no part in the text (in any of several)."""
    return people_with_part(pages_of(passage), passage.submitted_by_id) if step.untouched else set()


def approved_before(passage: Passage, step: Step) -> set[int]:
    """Who has approved the text of a passage at an earlier step, or on whose behalf, where the step minds that."""
    if not step.same_person or passage.pk is None:
        return set()
    rows = passage.decisions.filter(kind__in=APPROVALS, position__lt=step.position)
    return {pk for pair in rows.values_list("actor_id", "on_behalf_of_id") for pk in pair if pk is not None}


def _case(passage: Passage, step: Step, day: date) -> Case:
    return Case(
        step=step,
        offices=passage.offices,
        others=others_of(passage),
        found=holdings({*passage.offices, *passage.stand_ins}, day),
        wrote=excluded_at(passage, step),
        approved=approved_before(passage, step),
    )


def others_of(passage: Passage) -> Tiers:
    """Who is asked next; a passage that began before there was an order asks all stand-ins at once."""
    return passage.others or {STAND_INS: [passage.stand_ins]}


def is_holder(passage: Passage, person: User, on: date | None = None) -> bool:
    """Whether a person may act in an office asked at this step, stand-ins included, whatever part he had.

    Whoever stands in only on paper is none before there is the paper.
    """
    held = set(offices_of(person, on or clock.today()))
    step = step_now(passage)
    if not held.isdisjoint(passage.offices):
        return True
    if step and step.stand_in_when == StandInRule.RECORDED:
        return any(turn.person == person for turn in turns(passage, on))
    return not held.isdisjoint(passage.stand_ins)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Nobody may decide: at which step, and why, a sentence for each person or vacant office."""

    step: Step
    why: tuple[str, ...]

    def __str__(self) -> str:
        return _("“%(step)s” waits for nobody. %(why)s") % {"step": self.step.label, "why": " ".join(self.why)}


def blocked(passage: Passage, on: date | None = None) -> Blocked | None:
    """Why an item waits for nobody; None while someone is asked, or where nobody needs to be."""
    step = step_now(passage)
    return None if step is None or asked(passage, on) else why_blocked(passage, step, on)


def why_blocked(passage: Passage, step: Step, on: date | None = None) -> Blocked:
    """The same, where it is known already that nobody is asked."""
    case = _case(passage, step, on or clock.today())
    why = _why(case, passage.offices, _("Nobody holds the office that is asked."))
    if passage.stand_ins:
        why += _why(case, passage.stand_ins, _("Nobody stands in."))
    if step.stand_in_when == StandInRule.RECORDED:
        why.append(_("Others stand in only while a delegation or an absence is recorded."))
    return Blocked(step, tuple(dict.fromkeys(why)))


def _why(case: Case, offices: Sequence[str], vacant: str) -> list[str]:
    words = {
        "away": _("%(person)s is away."),
        "own_text": _("%(person)s had a part in the text."),
        "same_person": _("%(person)s has approved the text before."),
    }
    found = []
    for one in case.holding(offices):
        bars = ["away"] if one.away else case.barred(one)
        found += [words[bars[0]] % {"person": one.person}] if bars else []
    return found or ([vacant] if not case.holding(offices) else [])


class AmongAll(Func):
    """SQL: the first expression is one of the elements of the second, an array."""

    function = ""
    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def waiting_for(person: User, on: date | None = None) -> QuerySet[Passage]:
    """The passages in which a person may decide now.

    Those that ask for his offices, or for one handed to him, are a condition in the database. Where nobody better may
    decide, the few that are left are looked at one by one, with what all of them need in three queries.
    """
    day = on or clock.today()
    held = (his := acting(person, day)).offices
    if not held:
        return Passage.objects.none()
    under_way = Passage.objects.filter(state=PassageState.IN_PROGRESS)
    direct = _asks_directly(person, his)
    someone_better = _someone_better(day)
    rest = under_way.filter(Q(stand_ins__overlap=held) | Q(offices__overlap=held)).exclude(someone_better)
    return under_way.filter(direct | Q(pk__in=_turns_among(list(rest.order_by()), person, day)))


def _asks_directly(person: User, his: Acting) -> Q:
    """The condition that a person's own office is asked, or one handed to him by somebody who might decide."""
    ways = [Q(offices__overlap=his.own)] if his.own else []
    ways += [Q(offices__contains=[office_handed(row)]) & ~_bars(row.giver_id) for row in his.handed]
    return reduce(or_, ways, Q(pk__in=[])) & ~_bars(person.pk)


def _bars(person_id: int) -> Q:
    return Q(excluded__contains=[person_id]) | Q(approved__contains=[person_id])


def _turns_among(passages: Sequence[Passage], person: User, day: date) -> list[int]:
    """In which of these passages it is a person's turn; nobody better may decide about any of them."""
    offices = {office for passage in passages for office in (*passage.offices, *passage.stand_ins)}
    found = holdings(offices, day) if offices else []
    his = []
    for passage in passages:
        step = step_now(passage)
        case = step and Case(step, passage.offices, others_of(passage), found, passage.excluded, passage.approved)
        if case and any(turn.person == person for turn in turns_of(case)):
            his.append(passage.pk)
    return his


def _someone_better(day: date) -> Q:
    free = _free_holder(posts_held(day), day) | _free_holder(seats_held(day), day)
    return free | _free_delegate(delegated_on(day), day)


def _free_holder(held: QuerySet[Any], day: date) -> Q:
    """The condition that a post or seat asked first is held by someone who is there and may decide."""
    rows = held.filter(
        AmongAll(F("office"), OuterRef("offices")),
        ~is_away(day, "person_id"),
        person__is_active=True,
        person__is_superuser=False,
        person__closed_at__isnull=True,
    )
    return Q(Exists(_unbarred(rows, "person_id")))


def _free_delegate(rows: QuerySet[Any], day: date) -> Q:
    """The same of an office that was handed to somebody, by somebody who might decide himself."""
    there = rows.filter(AmongAll(F("office"), OuterRef("offices")), ~is_away(day, "to_id"))
    return Q(Exists(_unbarred(_unbarred(there, "to_id"), "giver_id")))


def _unbarred(rows: QuerySet[Any], person: str) -> QuerySet[Any]:
    return rows.exclude(AmongAll(F(person), OuterRef("excluded"))).exclude(AmongAll(F(person), OuterRef("approved")))
