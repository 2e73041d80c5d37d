"""Frames of what has ended: withdrawn, replaced, gone, moved. Where it leads is followed through to what is live."""

from typing import Any
from uuid import UUID

from api.publications.corrections import kept
from api.publications.enums import State
from api.publications.faces import Faces
from api.publications.frames import moment
from api.publications.selectors import ending_of
from api.publications.things import Face, Json, Last, Thing
from workflows.passage.enums import WithdrawalKind
from workflows.passage.models import Withdrawal

DELETED = "deleted"
PERMANENTLY = 301
LONGEST_CHAIN = 20  # what was replaced by what was replaced ... ; longer ones lead nowhere


def ending_frame(thing: Thing, last: Last, *, kind: str, withdrawal: Withdrawal | None, faces: Faces) -> Json:
    """The frame of a page that has ended."""
    successor = withdrawal.successor if withdrawal else None
    target, seen = leads_to(successor, thing, faces)
    frame = {
        "site": last.frame.get("site", ""),
        "path": last.path,
        "former_paths": list(last.frame.get("former_paths", ())),
        "kind": kind,
        "notice": withdrawal.notice if withdrawal else "",
        "ended_at": moment(withdrawal.at) if withdrawal else None,
        "successor": _successor(target),
        "_type": last.frame.get("_type", ""),
        "_sort_at": last.frame.get("_sort_at"),
        "_scope": list(last.frame.get("_scope", ())),
        "_terms": [],
        "_deps": [f"page:{public_id}" for public_id in seen],
        **kept(last),
    }
    return {**frame, **_location(withdrawal, target, thing)}


def state_of_ending(kind: str, frame: Json) -> State:
    """In which state a thing is that ended so. What has moved to where nothing is any more is gone."""
    if kind == WithdrawalKind.REDIRECT:
        return State.REDIRECT if "location" in frame else State.GONE
    return State.GONE if kind in (DELETED, WithdrawalKind.GONE) else State.WITHDRAWN


def leads_to(successor: UUID | None, thing: Thing, faces: Faces) -> tuple[Face | None, list[UUID]]:
    """The live page at the end of a chain of successors, and every public id on the way."""
    seen: list[UUID] = []
    while successor and successor not in seen and len(seen) < LONGEST_CHAIN:
        seen.append(successor)
        if face := faces.nearest(successor, thing):
            return face, seen
        ending = ending_of(successor, thing.locale)
        successor = ending.successor if ending else None
    return None, seen


def _location(withdrawal: Withdrawal | None, target: Face | None, thing: Thing) -> dict[str, Any]:
    """Where a redirect leads: a path on the same site, an address elsewhere; nothing where that is no more."""
    if withdrawal is None or withdrawal.kind != WithdrawalKind.REDIRECT:
        return {}
    own = target.path if target and target.thing.site == thing.site else target.url if target else ""
    location = withdrawal.target or own
    return {"location": location, "status": withdrawal.status or PERMANENTLY} if location else {}


def _successor(face: Face | None) -> dict[str, str] | None:
    return {"public_id": str(face.thing.public_id), "path": face.path, "url": face.url} if face else None
