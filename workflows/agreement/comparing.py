"""In what two presented texts of one item disagree. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cms.glossary.marking import Entry, Finder, finder_in_source, finder_in_target, stands
from workflows.agreement import english, plain, vietnamese
from workflows.agreement.enums import How, Kind
from workflows.agreement.facts import Fact
from workflows.agreement.lines import Line, Pair, pairs_of
from workflows.agreement.matching import Row, left_in, match
from workflows.agreement.references import Leave, Reference, differences

READ = frozenset({"en"})  # the languages with a reader of their own beside the Vietnamese one
AGENCY = "agency"
CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Said:
    """What one of the texts says: the words, where, and what stands before and behind them."""

    words: str
    field: str
    block: int
    before: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One point on which two texts disagree."""

    kind: Kind
    how: How
    source: Said | None
    target: Said | None
    expected: tuple[str, ...] = ()

    @property
    def print(self) -> str:
        """A fingerprint: the same values of the same kind."""
        values = [said.words if said else "" for said in (self.source, self.target)]
        return sha256("\n".join([self.kind, self.how, *values]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the comparison knows beside the texts: terms and names of agencies, what may be left out, small numbers."""

    entries: Sequence[Entry] = ()
    leave: Leave = field(default_factory=Leave)
    words_up_to: int = 20


def compare(
    source: Mapping[str, Any], target: Mapping[str, Any], *, language: str, knowledge: Knowledge
) -> list[Disagreement]:
    """Every disagreement between a Vietnamese text and the one in another language, in the order of the texts.

    Figures and dates are read as Vietnamese and English write them; in other languages as `plain` can.
    """
    pairs = [pair for pair in pairs_of(source, target) if pair.source.text != pair.target.text]  # not translated yet
    found = [*_of_facts(pairs, language, knowledge.words_up_to), *_of_entries(pairs, knowledge.entries)]
    found += _of_references(source, target, knowledge.leave)
    return sorted(found, key=_order)


def count_facts(source: Mapping[str, Any], target: Mapping[str, Any]) -> int:
    """How many facts of the source are compared."""
    return sum(len(vietnamese.read(pair.source.text)) for pair in pairs_of(source, target))


def _order(one: Disagreement) -> tuple[int, str]:
    said = one.source or one.target
    fields = ("title", "summary")
    if said is None or said.field in fields:
        return 0, said.field if said else ""
    return 1 + said.block, said.field


def _of_facts(pairs: Sequence[Pair], language: str, words_up_to: int) -> Iterator[Disagreement]:
    is_read = language in READ
    rows = []
    for pair in pairs:
        text, other = pair.source.text, pair.target.text
        facts = (vietnamese.read(text), english.read(other)) if is_read else plain.read_pair(text, other)
        rows.append(Row(text, other, *facts))
    spells = (vietnamese.spells, english.spells) if is_read else (plain.spells, plain.spells)
    match(rows, spelt_in_source=spells[0], spelt_in_target=spells[1], up_to=words_up_to)
    for pair, row in zip(pairs, rows, strict=True):
        for one, another in left_in(row):
            kind = _kind_of(one, another)
            ours = _said(pair.source, one.words, one.start, one.end) if one else None
            theirs = _said(pair.target, another.words, another.start, another.end) if another else None
            yield Disagreement(kind, _how(ours, theirs), ours, theirs)


def _kind_of(one: Fact | None, other: Fact | None) -> Kind:
    """Of a sum and a number it is the sum that is wrong."""
    kinds = [fact.kind for fact in (one, other) if fact]
    return Kind.SUM if Kind.SUM in kinds else kinds[0]


def _how(ours: object, theirs: object) -> How:
    if ours and theirs:
        return How.DIFFERS
    return How.MISSING if ours else How.ADDED


def _said(line: Line, words: str, start: int, end: int) -> Said:
    before, behind = line.text[max(0, start - CONTEXT) : start], line.text[end : end + CONTEXT]
    return Said(words, line.field, line.block, before, behind)


def _of_entries(pairs: Sequence[Pair], entries: Sequence[Entry]) -> Iterator[Disagreement]:
    """Terms that the translation calls otherwise, and agencies that only it names."""
    whole = "\n".join(pair.target.text for pair in pairs)
    finder = finder_in_source(entries)
    rows = [(pair, finder.places(pair.source.text)) for pair in pairs]
    named = {place.entry for _pair, places in rows for place in places}
    missing = {entry for entry in named if not stands(entry, whole)}
    agencies = finder_in_target([entry for entry in entries if entry.kind == AGENCY])
    seen = set[Entry]()
    for pair, places in rows:
        stray = _strays(pair, {place.entry for place in places if place.entry.kind == AGENCY}, agencies, named)
        for place in places:
            entry, is_agency = place.entry, place.entry.kind == AGENCY
            is_wrong = entry in missing or (is_agency and stray and not stands(entry, pair.target.text))
            if entry in seen or not is_wrong:
                continue
            seen.add(entry)
            ours = _said(pair.source, pair.source.text[place.start : place.end], place.start, place.end)
            theirs = stray.pop(0) if stray and is_agency else None
            yield Disagreement(Kind.AGENCY if is_agency else Kind.TERM, _how(ours, theirs), ours, theirs, entry.forms)
        for said in stray:
            yield Disagreement(Kind.AGENCY, How.ADDED, None, said)


def _strays(pair: Pair, here: set[Entry], agencies: Finder, named: set[Entry]) -> list[Said]:
    """The agencies that only the translation names: in the whole text, or in a line that lacks its own."""
    lacks = any(not stands(entry, pair.target.text) for entry in here)
    by_place: dict[tuple[int, int], list[Entry]] = {}
    for place in agencies.places(pair.target.text):
        by_place.setdefault((place.start, place.end), []).append(place.entry)
    return [
        _said(pair.target, pair.target.text[start:end], start, end)
        for (start, end), said in by_place.items()
        if not here.intersection(said) and (lacks or not named.intersection(said))
    ]


def _of_references(source: Mapping[str, Any], target: Mapping[str, Any], leave: Leave) -> Iterator[Disagreement]:
    for found in differences(source, target, leave):
        one = found.source or found.target
        if one is not None:
            yield Disagreement(one.kind, found.how, _referred(found.source), _referred(found.target))


def _referred(one: Reference | None) -> Said | None:
    return Said(one.goal, one.field, one.block, behind=one.words) if one else None
