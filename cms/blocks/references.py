"""What a presented text refers to: pictures, files, items. Reads the public form, whatever its shape."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

REFERENCE = re.compile(r'<a [^>]*?data-(item|file)="([0-9a-f-]{36})"')
PICTURE = frozenset({"sha256", "alt"})
FILE = frozenset({"sha256", "public_id"})


def pictures_shown(text: Any) -> list[Mapping[str, Any]]:
    """Every picture of a presented text (or of a part of it), the ones that nobody chose included."""
    return [part for part in _mappings(text) if part.keys() >= PICTURE]


def pictures_in(text: Any) -> set[str]:
    """SHA-256 of the original of every picture that a text shows."""
    return {picture["sha256"] for picture in pictures_shown(text) if picture["sha256"]}


def files_in(text: Any) -> set[UUID]:
    """Public ids of the files that a text shows or links to."""
    shown = {UUID(part["public_id"]) for part in _mappings(text) if part.keys() >= FILE and part["public_id"]}
    return shown | {UUID(name) for kind, name in _links(text) if kind == "file"}


def links_in(text: Any) -> set[UUID]:
    """Public ids of the items that a text links to."""
    goals = {UUID(part["item"]) for part in _mappings(text) if part.get("item")}
    return goals | {UUID(name) for kind, name in _links(text) if kind == "item"}


def goals_in(text: Any) -> set[UUID]:
    """Public ids of the items whose titles stand as labels of links."""
    return {UUID(part["item"]) for part in _mappings(text) if part.get("item") and not part.get("label")}


def shown_in(text: Any) -> set[UUID]:
    """Public ids of the items that a text shows with title, summary and picture."""
    return {UUID(part["shown"]) for part in _mappings(text) if part.get("shown")}


def _links(text: Any) -> Iterator[tuple[str, str]]:
    for html in _html(text):
        yield from REFERENCE.findall(html)


def _html(value: Any) -> Iterator[str]:
    """Rich text stands in paragraphs, and under the key "html"."""
    for part in _mappings(value):
        source = part.get("value") if part.get("type") == "paragraph" else part.get("html")
        if isinstance(source, str):
            yield source


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for part in value.values():
            yield from _mappings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _mappings(part)
