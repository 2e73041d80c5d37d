"""Both sides of a copy: where it was taken from, and to where the source was taken over. Read from the log alone."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from api.publications.enums import Kind, State
from api.publications.faces import Faces
from api.publications.hosts import Atlas
from api.publications.models import Current, Version
from api.publications.things import Json, Presented, Subject, Thing

ORIGIN, TAKEN_OVER_BY = "origin", "taken_over_by"
SAID = ("site", "public_id", "locale", "url")


def origin_frame(text: Json, faces: Faces, atlas: Atlas) -> dict[str, Any]:
    """Where the source of a copy stands today, and which version of it was taken; nothing for what is no copy."""
    origin = text.get(ORIGIN)
    if origin is None:
        return {}
    there = (UUID(origin["public_id"]), origin["locale"], UUID(origin["site"]))
    face = next((face for face in faces.of(there[0]) if face.thing == Thing(Kind.PAGE, *there)), None)
    site = atlas.by_public_id[there[2]]
    return {
        ORIGIN: {
            "site": site.canonical,
            "url": face.url if face else None,
            "version": _version(there, origin["sha256"]),
        }
    }


def taken_over_frames(things: Collection[Thing]) -> Mapping[Thing, Json]:
    """Where readers find the copies of texts, in the same language; what has none is left out."""
    terms = {f"origin:{thing.public_id}:{thing.locale}": thing for thing in things}
    copies = Current.objects.filter(kind=Kind.PAGE, state=State.LIVE, terms__overlap=list(terms))
    found: dict[Thing, Json] = {}
    for locale, of_copy, form in copies.order_by("seq").values_list("locale", "terms", "list_form"):
        thing = next(terms[term] for term in of_copy if term in terms)
        if thing.locale == locale and thing not in found:
            known = json.loads(bytes(form))
            found[thing] = {TAKEN_OVER_BY: {name: known[name] for name in SAID}}
    return found


def origin_of(frame: Json, text: Json) -> dict[str, Any] | None:
    """What is sent about the source of a copy."""
    said, known = text.get(ORIGIN), frame.get(ORIGIN)
    if said is None or known is None:
        return None
    return {
        "site": known["site"],
        "public_id": said["public_id"],
        "locale": said["locale"],
        "url": known["url"],
        "version": known["version"],
        "agency": {"public_id": said["agency"], "name": said["unit"]},
    }


def canonical_address(frame: Json, text: Json, locale: str) -> str:
    """The address by which search engines are to know a text: that of its source while it is public, else its own."""
    origin = origin_of(frame, text)
    is_same_text = origin is not None and origin["locale"] == locale and origin["url"]
    return str(origin["url"] if origin and is_same_text else frame["url"])


def sources_of(entries: Iterable[Presented], frames: Iterable[Json]) -> set[Subject]:
    """The texts of which these are, or were, copies."""
    terms = {term for entry in entries for term in entry.frame.get("_terms", ())}
    terms |= {term for frame in frames for term in frame.get("_terms", ())}
    named = (term.split(":")[1] for term in terms if term.startswith("origin:"))
    return {Subject(Kind.PAGE, UUID(public_id)) for public_id in named}


def _version(there: tuple[UUID, str, UUID], sha256: str) -> dict[str, Any] | None:
    """The version in which a text became public first."""
    public_id, locale, site = there
    rows = Version.objects.filter(kind=Kind.PAGE, public_id=public_id, locale=locale, site=site, body=sha256)
    found = rows.order_by("seq").values("seq", "hash").first()
    return {"number": found["seq"], "hash": found["hash"]} if found else None
