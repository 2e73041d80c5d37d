"""What each segment of a file does to a text as it stands now. Pure.

A file is three texts: the source and the wording as they were when it went out (the stamp names them), and the wording
that came back. What nobody changed on one side is taken from the other; what both changed stays as it is here, and what
came back is kept beside it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cms.blocks.marking import faults_in
from cms.blocks.segments import HTML
from cms.textstandard import clean
from workflows.bureaus.enums import WRITES, Finding
from workflows.bureaus.sheets import Unit, base_of
from workflows.translation.enums import SegmentState
from workflows.translation.texts import Line


@dataclass(frozen=True, slots=True)
class Result:
    """One segment of a file: what it does, the line of the text that it is about, what it says with our marks."""

    unit: Unit
    finding: Finding
    line: Line | None
    text: str
    said: str = ""


def results(
    units: Sequence[Unit], lines: Sequence[Line], limits: Mapping[str, int], barred: Collection[str] = ()
) -> list[Result]:
    """What each unit does. `limits` are how long the wording of a segment may be, by its name; `barred` are the names
    of those that nobody may write now.
    """
    ways = dict(_ways(units, lines))
    found = (_result(unit, ways.get(number), lines, limits) for number, unit in enumerate(units))
    return [_kept_out(one) if one.line is not None and one.line.key in barred else one for one in found]


def _kept_out(one: Result) -> Result:
    return replace(one, finding=Finding.BARRED) if one.finding in WRITES | {Finding.UNFINISHED} else one


def _ways(units: Sequence[Unit], lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """The lines whose source is still the one of the file: of the same name first, then those that have moved."""
    by_name = {line.key: line for line in lines}
    taken: set[str] = set()
    rest: list[int] = []
    for number, unit in enumerate(units):
        line = by_name.get(unit.key)
        if line is not None and line.segment.sha256.startswith(unit.version):
            taken.add(line.key)
            yield number, line
        else:
            rest.append(number)
    free = [line for line in lines if line.key not in taken]
    for number in rest:
        moved = next((line for line in free if line.segment.sha256.startswith(units[number].version)), None)
        if moved is not None:
            free.remove(moved)
            yield number, moved


def _result(unit: Unit, line: Line | None, lines: Iterable[Line], limits: Mapping[str, int]) -> Result:
    if line is None:
        beside = next((one for one in lines if one.key == unit.key), None)
        return _of_another_source(unit, beside)
    segment = line.segment
    said = unit.words(segment.kind, is_tagged=bool(line.tags))
    if said is None:
        return Result(unit, Finding.MARKS, line, unit.target)
    text = clean(said).strip()
    finding, why = _finding(unit, line, text, limits.get(line.key, 0))
    return Result(unit, finding, line, text, why)


def _of_another_source(unit: Unit, beside: Line | None) -> Result:
    text = clean(unit.target).strip()
    if not text:
        return Result(unit, Finding.EMPTY, beside, text)
    if base_of(text) == unit.base or (beside is not None and beside.target == text):
        return Result(unit, Finding.SAME, beside, text)
    return Result(unit, Finding.OLDER if beside else Finding.UNKNOWN, beside, text)


def _finding(unit: Unit, line: Line, text: str, most: int) -> tuple[Finding, str]:
    if quiet := _says_nothing_new(unit, line, text):
        return quiet, ""
    if wrong := faults_in(text, line.tags, needed=len(line.segment.tags)) if line.segment.kind == HTML else []:
        return Finding.MARKS, " ".join(wrong)
    if most and len(text) > most:
        return Finding.TOO_LONG, f"{len(text)} > {most}"
    if base_of(line.target) != unit.base:
        return Finding.NEWER, ""
    is_repeated = text == line.segment.text and any(map(str.isalpha, text))
    return (Finding.UNFINISHED if unit.is_done is False or is_repeated else Finding.TAKEN), ""


def _says_nothing_new(unit: Unit, line: Line, text: str) -> Finding | None:
    """Nothing, what stands there, or what stood there when the file went out."""
    if not text:
        return Finding.EMPTY
    if text == line.target:
        is_kept = unit.is_done is True and line.state == SegmentState.OUTDATED
        return Finding.KEPT if is_kept else Finding.SAME
    return Finding.SAME if base_of(text) == unit.base else None
