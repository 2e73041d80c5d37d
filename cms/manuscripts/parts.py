"""What a manuscript is made of, before any page knows of it."""

from dataclasses import dataclass, field
from typing import Any

type Part = tuple[str, Any]  # ("paragraph", html), ("heading", {level, text}), ("table", {...}), ("image", number)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture inside a manuscript, as it lay there."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A file that was read: its blocks in their order, its pictures, what whoever takes it should know."""

    parts: tuple[Part, ...]
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """What a reader of one format hands on: markup with `<img src="figure:0">` where pictures stand."""

    html: str = ""
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
