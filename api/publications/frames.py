"""Frames: what surrounds a text. Addresses and names of other things are those that the log shows.

Keys that begin with "_" are never sent out; they are kept so that `Current` can be made again from versions alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from api.publications.faces import Faces
from api.publications.hosts import SiteRecord
from api.publications.lists import deps_of_lists, lists_frame
from api.publications.selectors import ended_among
from api.publications.things import Face, Json, Last, Thing
from cms.blocks.references import pictures_in
from cms.pages.public import Facts
from sites.clock import VIETNAM

MEDIUM, BROKEN = "medium:", "broken"


def moment(value: datetime | None) -> str | None:
    """RFC 3339 with the offset of Viet Nam, to the second."""
    return value.astimezone(VIETNAM).isoformat(timespec="seconds") if value else None


@dataclass(frozen=True, slots=True)
class Live:
    """A page that goes into the log: where it stands, what it says, what the tables say around it.

    `origins` is what the log says of the text that it is a copy of, and of its own copy elsewhere. `outdated_since` is
    since when the text of which it is a translation says something else.
    """

    face: Face
    site: SiteRecord
    text: Json
    facts: Facts
    origins: Json = field(default_factory=dict)
    outdated_since: datetime | None = None


def page_frame(live: Live, *, faces: Faces, last: Last | None, at: datetime) -> dict[str, Any]:
    """The frame of a live page at a moment."""
    face, site, facts = live.face, live.site, live.facts
    thing = face.thing
    section = faces.nearest(facts.section, thing) if facts.section else None
    links = {str(key): target.url for key in facts.links if (target := faces.nearest(key, thing))}
    return {
        "site": site.canonical,
        "path": face.path,
        "url": face.url,
        "published_at": moment(facts.first_published_at),
        "first_published_at": moment(facts.first_published_at),
        "updated_at": moment(facts.updated_at),
        "agency": plain(facts.agency),
        "section": section_of(section),
        "category": plain(facts.category),
        "tags": plain(facts.tags),
        "renditions": renditions_on(site, facts.renditions),
        "files": {key: _file(row, site) for key, row in facts.files.items()},
        "extra": plain(facts.extra),
        "links": links,
        "credit_line": facts.credit_line,
        "former_paths": former_paths(face.path, last),
        **_in_other_languages(live, faces),
        **lists_frame(facts, thing, faces=faces, at=at),
        **_term(facts),
        **live.origins,
        "_type": face.type,
        "_sort_at": facts.first_published_at.astimezone(UTC).isoformat() if facts.first_published_at else None,
        "_scope": list(site.scope),
        "_terms": sorted(facts.terms),
        "_deps": sorted({*_deps_of(live), *_broken(facts, thing, faces)}),
    }


def section_of(face: Face | None) -> dict[str, str] | None:
    """How another page stands in a frame: name, title, path."""
    if face is None:
        return None
    return {"public_id": str(face.thing.public_id), "title": face.title, "path": face.path}


def former_paths(path: str, last: Last | None) -> list[str]:
    """Every path at which the thing stood before, the oldest first."""
    if last is None:
        return []
    known = [*last.frame.get("former_paths", ()), last.path]
    return [former for former in dict.fromkeys(known) if former != path]


def plain(value: Any) -> Any:
    """The value as JSON gives it back: lists, dictionaries, strings, numbers."""
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(entry) for entry in value]
    return value


def _in_other_languages(live: Live, faces: Faces) -> dict[str, Any]:
    """Where the same thing stands in other languages, and what this text is to them."""
    thing, first = live.face.thing, live.site.first_locale
    others = [other for other in faces.of(thing.public_id) if other.thing != thing and other.thing.site == thing.site]
    has_source = any(other.thing.locale == first for other in others)
    status = "outdated" if live.outdated_since else "current" if has_source else "source"
    return {
        "alternates": [{"locale": other.thing.locale, "path": other.path, "url": other.url} for other in others],
        "translation": {
            "status": status,
            "source_locale": thing.locale if status == "source" else first,
            "outdated_since": moment(live.outdated_since),
        },
    }


def renditions_on(site: SiteRecord, renditions: Mapping[str, Iterable[Json]]) -> dict[str, list[dict[str, Any]]]:
    """Finished renditions by the hash of their original, with their addresses on a site."""
    return {original: [_rendition(row, site) for row in rows] for original, rows in renditions.items()}


def _rendition(row: Json, site: SiteRecord) -> dict[str, Any]:
    return {
        "name": row["name"],
        "url": site.url(settings.PUBLIC_MEDIA_URL + row["public_name"]),
        "width": row["width"],
        "height": row["height"],
        "type": row["type"],
    }


def _file(row: Json, site: SiteRecord) -> dict[str, Any]:
    return {
        "url": site.url(settings.PUBLIC_MEDIA_URL + row["public_name"]),
        "size": row["size"],
        "type": row["type"],
        "locale": row["locale"],
        "title": row["title"],
        "named": row["named"],
    }


def public_names(facts: Facts) -> set[str]:
    """The names of the renditions and files that become public together with a page."""
    rows = [row for renditions in facts.renditions.values() for row in renditions]
    return {row["public_name"] for row in (*rows, *facts.files.values())}


def _term(facts: Facts) -> dict[str, str]:
    """From when until when an item is in force, as moments: to the end of its last day."""
    first, last = facts.term
    ends = last + timedelta(days=1) if last else None
    days = {"_date_from": first, "_date_to": ends}
    return {name: datetime.combine(day, time(), VIETNAM).isoformat() for name, day in days.items() if day}


def _broken(facts: Facts, thing: Thing, faces: Faces) -> list[str]:
    """A mark among the dependencies of what points at something that has ended, so that its desk finds it."""
    pins = {pin.public_id for wanted in facts.lists.values() for pin in wanted.pins}
    missing = {key for key in (*facts.links, *facts.shown, *facts.goals, *pins) if not faces.nearest(key, thing)}
    return [BROKEN] if missing and ended_among(missing) else []


def _deps_of(live: Live) -> Iterable[str]:
    """The names of everything that the frame was made from. The other languages are presented together with it."""
    facts = live.facts
    yield from (f"page:{key}" for key in facts.links)
    yield from (f"picture:{key}" for key in pictures_in(live.text))
    yield from (f"file:{row[name]}" for row in facts.files.values() for name in ("sha256", "made_of"))
    yield from (f"{MEDIUM}{name}" for name in public_names(facts))
    yield from (f"tag:{tag['slug']}" for tag in facts.tags)
    yield from deps_of_lists(facts, live.face.thing)
    if facts.section:
        yield f"page:{facts.section}"
    if facts.origin:
        yield f"page:{facts.origin['public_id']}"
    if facts.agency:
        yield f"agency:{facts.agency['public_id']}"
    if facts.category:
        yield f"category:{facts.category['code']}"
