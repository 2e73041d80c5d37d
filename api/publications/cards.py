"""What other items look like where they are shown inside an item. Read from the versions that a frame names."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from api.publications.enums import State
from api.publications.lists import SHOWN
from api.publications.models import Body, Version
from api.publications.payloads import item
from api.publications.things import Json
from cms.pages.public import canonical

FIELDS = ("public_id", "type", "title", "summary", "path", "url", "published_at", "section", "category", "image")


def cards_of(versions: Iterable[Version]) -> Mapping[int, Json]:
    """By number: a card for each version that the frames of these versions show. What was erased has none."""
    numbers = {seq for version in versions for seq in version.frame.get(SHOWN, {}).values()}
    if not numbers:
        return {}
    shown = list(Version.objects.filter(pk__in=numbers, state=State.LIVE))
    bodies = {version.body_id for version in shown}
    known = {sha256: json.loads(content) for sha256, content in _texts(bodies) if _is(sha256, content)}
    return {version.seq: card_of(version, known[version.body_id]) for version in shown if version.body_id in known}


def _texts(bodies: Collection[str | None]) -> Iterator[tuple[str, bytes]]:
    kept = Body.objects.filter(pk__in=bodies, bytes__isnull=False)
    for sha256, content in kept.values_list("sha256", "bytes"):
        yield sha256, bytes(content or b"")


def _is(sha256: str, content: bytes) -> bool:
    """Whether a text is what its hash says; what somebody tampered with is shown nowhere."""
    return hashlib.sha256(content).hexdigest() == sha256


def card_of(version: Version, text: Json) -> dict[str, Any]:
    """What is shown of an item beside others."""
    whole = item(version, json.loads(canonical(version.frame)), text)
    return {name: whole[name] for name in FIELDS}
