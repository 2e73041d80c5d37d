"""Which facts of two texts answer to each other, and which are left. Pure.

First line by line; then, over the whole text, what is only said elsewhere: an omission of something that stands in the
other text all the same is none. What stands in place of something else always is a disagreement.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from workflows.agreement.enums import Kind
from workflows.agreement.facts import Amount, Day, Fact

type Spells = Callable[[Decimal, str], bool]

FIGURES = frozenset({Kind.NUMBER, Kind.SUM, Kind.DATE, Kind.TIME})


@dataclass(slots=True)
class Row:
    """The facts of a line and of the one that answers to it; what was matched is taken out of `source` and `target`."""

    source_text: str
    target_text: str
    source: list[Fact]
    target: list[Fact]
    matched: list[tuple[Fact, Fact]] = field(default_factory=list)


def match(rows: Sequence[Row], *, spelt_in_source: Spells, spelt_in_target: Spells, up_to: int) -> None:
    """Take out of all rows what answers to each other."""
    for row in rows:
        _match_row(row)
        spelt = (row.source_text, spelt_in_source), (row.target_text, spelt_in_target)
        _drop_spelt(row.source, *spelt, up_to)
        _drop_spelt(row.target, *spelt[::-1], up_to)
        row.source = [fact for fact in row.source if not fact.is_weak]
        row.target = [fact for fact in row.target if not fact.is_weak]
    _drop_said_elsewhere(rows)


def left_in(row: Row) -> Iterator[tuple[Fact | None, Fact | None]]:
    """What is left of a row, side by side where it is of one nature."""
    rest = list(row.target)
    for one in row.source:
        other = next((other for other in rest if other.kind == one.kind), None)
        other = other or next((other for other in rest if {one.kind, other.kind} <= FIGURES), None)
        if other is not None:
            rest.remove(other)
        yield one, other
    yield from ((None, other) for other in rest)


def _match_row(row: Row) -> None:
    for test in (_equal, Fact.agrees):
        for one in list(row.source):
            other = next((other for other in row.target if test(one, other)), None)
            if other is not None:
                row.source.remove(one)
                row.target.remove(other)
                row.matched.append((one, other))
    _match_parts(row.source, row.target)
    _match_parts(row.target, row.source)


def _equal(one: Fact, other: Fact) -> bool:
    return one.reading == other.reading


def _match_parts(dates: list[Fact], numbers: list[Fact]) -> None:
    """A date that the other text writes as plain numbers: "Đường 6 tháng 1" is "6 Thang 1 Street"."""
    for one in list(dates):
        if not isinstance(one.value, Day):
            continue
        found: list[Fact] = []
        for part in one.value.parts:
            wanted = Amount(Decimal(part).normalize())
            other = next((other for other in numbers if other.value == wanted and other not in found), None)
            if other is None:
                break
            found.append(other)
        else:
            dates.remove(one)
            for other in found:
                numbers.remove(other)


def _drop_spelt(facts: list[Fact], own: tuple[str, Spells], other: tuple[str, Spells], up_to: int) -> None:
    """Small numbers that the other text writes in words, where the own one does not write them in words as well."""
    for fact in list(facts):
        values = [value.value for value in _values(fact) if isinstance(value, Amount) and not value.of]
        small = [value for value in values if value == value.to_integral_value() and value <= up_to]
        if any(other[1](value, other[0]) and not own[1](value, own[0]) for value in small):
            facts.remove(fact)


def _values(fact: Fact) -> Iterator[object]:
    yield fact.value
    yield from (value for _kind, value in fact.others)


def _drop_said_elsewhere(rows: Sequence[Row]) -> None:
    """What only one line lacks and another one says; unless something else stands in its place."""
    said_in_target = [other for row in rows for other in (*row.target, *(pair[1] for pair in row.matched))]
    said_in_source = [one for row in rows for one in (*row.source, *(pair[0] for pair in row.matched))]
    natures = [({_nature(fact) for fact in row.source}, {_nature(fact) for fact in row.target}) for row in rows]
    for row, (ours, theirs) in zip(rows, natures, strict=True):
        row.source = [
            one
            for one in row.source
            if _nature(one) in theirs or not any(one.agrees(other) for other in said_in_target)
        ]
        row.target = [
            other
            for other in row.target
            if _nature(other) in ours or not any(other.agrees(one) for one in said_in_source)
        ]


def _nature(fact: Fact) -> str:
    return "figure" if fact.kind in FIGURES else fact.kind.value
