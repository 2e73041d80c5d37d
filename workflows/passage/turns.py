"""Whose turn it is at a step: pure, from the people in the offices that are asked and from the clauses of the step."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sites.accounts.models import User
from workflows.boards.clauses import Clause, named_in, rule_of
from workflows.boards.enums import ClauseRule, StandInRule
from workflows.boards.steps import Step
from workflows.boards.who import Item, offices_of_all
from workflows.delegation.models import Delegation
from workflows.delegation.selectors import Holding

type Tiers = Mapping[str, Sequence[Sequence[str]]]

STAND_INS, OWN_TEXT, SAME_PERSON = "stand_ins", "own_text", "same_person"


@dataclass(frozen=True, slots=True)
class Turn:
    """One person who may decide now. `behalf` is the delegation or absence under which he acts for another.

    `clause` is what allows him to decide although he wrote or approved the text: with a note, on its article.
    """

    person: User
    behalf: Delegation | None = None
    clause: Clause = field(default_factory=dict)

    @property
    def principal(self) -> User | None:
        """On whose behalf."""
        return self.behalf.giver if self.behalf else None


@dataclass(frozen=True, slots=True)
class Case:
    """What decides whose turn it is. `wrote` had a part in the text, `approved` decided about it at earlier steps."""

    step: Step
    offices: Sequence[str]
    others: Tiers
    found: Sequence[Holding]
    wrote: Collection[int]
    approved: Collection[int]

    def barred(self, one: Holding) -> list[str]:
        """The clauses that stand against a holder; a delegate is barred with the one for whom he acts."""
        people = {one.person.pk, one.principal.pk}
        bars = []
        if self.step.untouched and not people.isdisjoint(self.wrote):
            bars.append(OWN_TEXT)
        if self.step.same_person and not people.isdisjoint(self.approved):
            bars.append(SAME_PERSON)
        return bars

    def holding(self, asked: Sequence[str]) -> list[Holding]:
        """Who holds one of these offices."""
        return [one for one in self.found if one.office in asked]

    def free(self, asked: Sequence[str], *, behalf: Delegation | None = None) -> list[Turn]:
        """Those of them who are there and are not barred, each once."""
        free = [one for one in self.holding(asked) if not one.away and not self.barred(one)]
        turns: dict[int, Turn] = {}
        for one in free:
            turns.setdefault(one.person.pk, Turn(one.person, one.delegation or behalf))
        return list(turns.values())


def tiers_of(step: Step, items: Sequence[Item]) -> dict[str, list[list[str]]]:
    """Who is asked next about all of these, in order, when nobody of the step's own offices may decide."""
    asked = {
        STAND_INS: step.stand_ins,
        OWN_TEXT: named_in(step.own_text),
        SAME_PERSON: named_in(step.same_person),
    }
    return {name: [offices_of_all([selector], items) for selector in selectors] for name, selectors in asked.items()}


def every_office(others: Tiers) -> list[str]:
    """All offices of all tiers, each once."""
    return list(dict.fromkeys(office for tiers in others.values() for tier in tiers for office in tier))


def turns_of(case: Case) -> list[Turn]:
    """Whose turn it is: the free holders; else what the clause says that stands against them; else who stands in."""
    if free := case.free(case.offices):
        return free
    asked = case.holding(case.offices)
    barred = [(one, case.barred(one)) for one in asked if not one.away]
    if not barred:
        return _standing_in(case, asked)
    kind = OWN_TEXT if any(OWN_TEXT in bars for _one, bars in barred) else SAME_PERSON
    rule = rule_of(getattr(case.step, kind)) or ClauseRule.NEXT
    if rule == ClauseRule.ALLOWED:
        return _allowed(case, barred, getattr(case.step, kind))
    return _first(case, case.others.get(STAND_INS if rule == ClauseRule.NEXT else kind, ()))


def _standing_in(case: Case, asked: Sequence[Holding]) -> list[Turn]:
    """Nobody is there: the office is vacant, or all who hold it are away."""
    if not asked and case.step.stand_in_when == StandInRule.RECORDED:
        return []
    absence = next((one.away for one in asked if one.away and not one.delegation), None)
    return _first(case, case.others.get(STAND_INS, ()), absence)


def _allowed(case: Case, barred: Iterable[tuple[Holding, list[str]]], clause: Clause) -> list[Turn]:
    turns: dict[int, Turn] = {}
    for one, bars in barred:
        if all(rule_of(getattr(case.step, bar)) == ClauseRule.ALLOWED for bar in bars):
            turns.setdefault(one.person.pk, Turn(one.person, one.delegation, clause))
    return list(turns.values())


def _first(case: Case, tiers: Iterable[Sequence[str]], behalf: Delegation | None = None) -> list[Turn]:
    for tier in tiers:
        if turns := case.free(tier, behalf=behalf):
            return turns
    return []
