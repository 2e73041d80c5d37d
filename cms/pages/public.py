"""What of a page is public: the text (what is approved; hashed) and the facts around it (the frame).

Pure functions of one page object, live or rebuilt from a revision. The log (`api.publications`) turns references
into addresses, because only it knows what is public.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

type Json = Mapping[str, Any]


def canonical(value: Json) -> bytes:
    """The one way to write JSON down: keys sorted, no spaces, UTF-8. Hashes are taken over this."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(value: Json) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


@dataclass(frozen=True, slots=True)
class Pinned:
    """An item that was put at its place by hand, until a moment or for good."""

    public_id: UUID
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list that belongs to a text: what is pinned, then the newest with all `terms`, `count` in all."""

    count: int
    terms: tuple[str, ...] = ()
    pins: tuple[Pinned, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What surrounds a text: names and addresses as the tables have them, references not yet resolved.

    `path` is the public path with a leading and a trailing slash and the language prefix where one is due.
    `section` and `links` name other pages by public id; the log resolves them to what is public of them.
    `shown` names items of the same site whose title, summary and picture stand beside the text; `lists` are lists of
    them that the log makes; `goals` are pages of any site whose title and address stand there.
    `term` is the first and the last day on which the item is in force.
    `origin` names the text of another site that this one was made from (`presenters.text_of` says how).
    `terms` are filter keys ("type:news", "category:kinh-te", "agency:<uuid>", "tag:<slug>", "section:<uuid>",
    "origin:<uuid>:<language>").
    """

    site_id: int
    path: str
    first_published_at: datetime | None
    updated_at: datetime | None
    agency: Json | None
    section: UUID | None
    category: Json | None
    tags: tuple[Json, ...]
    renditions: Mapping[str, tuple[Json, ...]]
    files: Mapping[str, Json]
    links: frozenset[UUID]
    credit_line: str
    terms: tuple[str, ...]
    extra: Json = field(default_factory=dict)
    shown: frozenset[UUID] = frozenset()
    goals: frozenset[UUID] = frozenset()
    lists: Mapping[str, Wanted] = field(default_factory=dict)
    term: tuple[date | None, date | None] = (None, None)
    origin: Json | None = None
