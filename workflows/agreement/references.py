"""What two texts refer to: links, files, pictures; which, how many, in which order. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from workflows.agreement.enums import How, Kind
from workflows.agreement.facts import address

ANCHOR = re.compile(r"<a\s([^>]*)>(.*?)</a>", re.DOTALL)
GOAL = re.compile(r'(data-item|data-file|href)="([^"]*)"')
MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Reference:
    """One link, file or picture: what it is, what is said about it there, in which block (0 outside the body)."""

    kind: Kind
    goal: str
    words: str
    field: str
    block: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A reference that has no equal in the other text, or another one in its place."""

    how: How
    source: Reference | None
    target: Reference | None


@dataclass(frozen=True, slots=True)
class Leave:
    """What is no disagreement: items that readers of the translation could not read, and files by their kind."""

    untranslated: Collection[str] = ()
    types: Mapping[str, str] | None = None


def differences(source: Mapping[str, Any], target: Mapping[str, Any], leave: Leave) -> Iterator[Difference]:
    """Every difference between what two texts refer to."""
    ours, theirs = list(references(source)), list(references(target))
    yield from _of_links(_of(ours, Kind.LINK), _of(theirs, Kind.LINK), leave)
    yield from _of_rows(_of(ours, Kind.PICTURE), _of(theirs, Kind.PICTURE), lambda _one, _other: False)
    yield from _of_rows(_of(ours, Kind.FILE), _of(theirs, Kind.FILE), lambda one, other: _answers(one, other, leave))


def references(text: Mapping[str, Any]) -> Iterator[Reference]:
    """What a presented text refers to, in its order."""
    for name, value in text.items():
        if name not in ("files", "origin", "body"):
            yield from _within(value, name, 0)
    for number, block in enumerate(text.get("body") or [], 1):
        yield from _within(block, "body", number)


def _within(value: Any, field: str, block: int) -> Iterator[Reference]:
    if isinstance(value, str):
        yield from _in_html(value, field, block)
    elif isinstance(value, Mapping):
        yield from _of_mapping(value, field, block)
        for part in value.values():
            yield from _within(part, field, block)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _within(part, field, block)


def _of_mapping(value: Mapping[str, Any], field: str, block: int) -> Iterator[Reference]:
    """A picture, a file, an item or an address that a block names."""
    if value.keys() >= {"sha256", "alt"}:
        if value["sha256"]:
            yield Reference(Kind.PICTURE, value["sha256"], value["caption"] or value["alt"], field, block)
    elif value.keys() >= {"sha256", "public_id"}:
        if value["public_id"]:
            yield Reference(Kind.FILE, value["public_id"], value.get("title", ""), field, block)
    elif goal := _goal_of(value):
        yield Reference(Kind.LINK, goal, value.get("label") or value.get("title") or "", field, block)


def _goal_of(value: Mapping[str, Any]) -> str:
    """Where an entry of a list of links, an item that is shown, or a video leads."""
    if value.keys() >= {"item", "address"}:
        return str(value["item"] or address(value["address"]))
    if value.keys() >= {"provider", "url"}:
        return address(value["url"])
    return str(value.get("shown") or "")


def _in_html(html: str, field: str, block: int) -> Iterator[Reference]:
    for attributes, inside in ANCHOR.findall(html):
        found = GOAL.search(attributes)
        if found is None:
            continue
        name, goal = found.groups()
        words = unescape(MARKUP.sub("", inside))
        if name == "data-file":
            yield Reference(Kind.FILE, goal, words, field, block)
        else:
            plain = goal if name == "data-item" else address(unescape(goal))
            yield Reference(Kind.LINK, plain, words, field, block)


def _of(references: Sequence[Reference], kind: Kind) -> list[Reference]:
    return [one for one in references if one.kind == kind]


def _of_links(source: list[Reference], target: list[Reference], leave: Leave) -> Iterator[Difference]:
    """Links by where they lead. What cannot be read in the other language may be left out there."""
    missing = [one for one in _without(source, target) if one.goal not in leave.untranslated]
    added = _without(target, source)
    yield from _paired(missing, added)


def _of_rows(source: list[Reference], target: list[Reference], answers: Any) -> Iterator[Difference]:
    """Files and pictures by which and how many; where these are the same, by their order."""
    missing, added = _without(source, target), _without(target, source)
    for one in list(missing):
        other = next((other for other in added if answers(one, other)), None)
        if other is not None:
            missing.remove(one)
            added.remove(other)
    if missing or added:
        yield from _paired(missing, added)
        return
    ours = [one for one in source if any(one.goal == other.goal for other in target)]
    theirs = [other for other in target if any(one.goal == other.goal for one in source)]
    for one, other in zip(ours, theirs, strict=False):
        if one.goal != other.goal:
            yield Difference(How.ORDER, one, other)
            return


def _answers(one: Reference, other: Reference, leave: Leave) -> bool:
    """Whether a file may be the counterpart of another one: in the same block, and of the same type."""
    types = leave.types or {}
    return (one.field, one.block) == (other.field, other.block) and types.get(one.goal) == types.get(other.goal)


def _without(some: Sequence[Reference], others: Sequence[Reference]) -> list[Reference]:
    rest = Counter(other.goal for other in others)
    found = []
    for one in some:
        if rest[one.goal] > 0:
            rest[one.goal] -= 1
        else:
            found.append(one)
    return found


def _paired(missing: Sequence[Reference], added: Sequence[Reference]) -> Iterator[Difference]:
    """What is missing and what is there instead, by block."""
    rest = list(added)
    for one in missing:
        other = next((other for other in rest if (other.field, other.block) == (one.field, one.block)), None)
        if other is not None:
            rest.remove(other)
        yield Difference(How.DIFFERS if other else How.MISSING, one, other)
    for other in rest:
        yield Difference(How.ADDED, None, other)
