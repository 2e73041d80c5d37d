"""The lines of a presented text, each with its place, and how those of two texts answer to each other. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

END_OF_PART = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br ?/?>")
MARKUP = re.compile(r"<[^>]*>")
NOT_WORDS = frozenset(
    (
        *("sha256", "public_id", "id", "item", "shown", "type", "kind", "level", "provider", "url", "address", "code"),
        *("decorative", "files", "origin", "category", "tags", "agency", "role", "relation"),
    )
)
FIRST = ("title", "summary", "image", "seo")


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one place. `field` is "title", "body" ...; `block` counts the blocks, and is 0 outside the body."""

    field: str
    block: int
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and the one that answers to it; either may be missing."""

    source: Line
    target: Line


def pairs_of(source: Mapping[str, Any], target: Mapping[str, Any]) -> list[Pair]:
    """The lines of two presented texts side by side, as finely as their shapes allow."""
    names = [*FIRST, *sorted((source.keys() | target.keys()) - {*FIRST, "body"})]
    found = []
    for name in names:
        if name not in NOT_WORDS:
            found += _pairs(name, 0, source.get(name), target.get(name))
    return found + _of_bodies(source.get("body") or [], target.get("body") or [])


def _of_bodies(source: Sequence[Any], target: Sequence[Any]) -> list[Pair]:
    if [block["type"] for block in source] != [block["type"] for block in target]:
        return [Pair(_joined("body", 0, source), _joined("body", 0, target))]
    found = []
    for number, (ours, theirs) in enumerate(zip(source, target, strict=True), 1):
        found += _pairs("body", number, ours["value"], theirs["value"])
    return found


def _pairs(field: str, block: int, source: Any, target: Any) -> list[Pair]:
    ours, theirs = list(_parts(source)), list(_parts(target))
    if len(ours) == len(theirs):
        return [
            Pair(Line(field, block, one), Line(field, block, other)) for one, other in zip(ours, theirs, strict=True)
        ]
    return [Pair(Line(field, block, "\n".join(ours)), Line(field, block, "\n".join(theirs)))]


def _joined(field: str, block: int, value: Any) -> Line:
    return Line(field, block, "\n".join(_parts(value)))


def _parts(value: Any) -> Iterator[str]:
    """The words of a value: paragraphs, entries, cells, one a part; an empty one too, so that shapes can be told."""
    if isinstance(value, str):
        yield from _of_string(value)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name == "value" or name not in NOT_WORDS:
                yield from _parts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _parts(part)


def _of_string(value: str) -> Iterator[str]:
    if "<" not in value:
        yield value
        return
    parts = [unescape(MARKUP.sub("", part)).strip() for part in END_OF_PART.split(value)]
    yield from (part for part in parts if part)
