"""What is sent: bytes as a pure function of a text, its frame and its receipt; and the row of `Current` from them.

Raise `PRESENTER` when what comes out of here changes: `rebuild_publications` then remakes `Current`, no version.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from api.publications.blocks import Around, block, file, picture
from api.publications.enums import Kind, State
from api.publications.menus import navigation
from api.publications.models import Current, Version
from api.publications.origins import TAKEN_OVER_BY, canonical_address, origin_of
from api.publications.things import Json
from api.publications.words import words_of
from cms.pages.public import canonical
from workflows.passage.enums import WITHHELD

PRESENTER = 8
PUBLIC_CAUSES = {"unexplained": "withdrawn", "restricted": "withdrawn"}  # the rest is for operators
FRAME_FIELDS = (
    "agency",
    "path",
    "url",
    "published_at",
    "updated_at",
    "first_published_at",
    "section",
    "category",
    "tags",
)
WAY = ("location", "status")
NEVER = datetime(1, 1, 2, tzinfo=UTC)


NO_CARDS: Mapping[int, Json] = {}


def written(value: Json) -> bytes:
    """JSON as it is sent: fields in our order, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def row_of(version: Version, body: bytes | None, cards: Mapping[int, Json] = NO_CARDS) -> Current:
    """The row of `Current` that a version makes, with the bytes of its text if it has one.

    `cards` are those of the versions that its frame shows (`cards.cards_of`).
    """
    frame = json.loads(canonical(version.frame))  # in one order, whether it comes from Python or from a JSONB column
    text = None if body is None else json.loads(body)
    whole, short = _forms(version, Around(frame, cards), text)
    return Current(
        kind=version.kind,
        public_id=version.public_id,
        locale=version.locale,
        site=version.site,
        seq=version.seq,
        state=version.state,
        path=frame.get("path", ""),
        former_paths=frame.get("former_paths", []),
        whole=written(whole),
        list_form=written(short),
        etag=f"{version.hash[:32]}-{PRESENTER}",
        type=frame.get("_type", ""),
        sort_at=datetime.fromisoformat(frame["_sort_at"]) if frame.get("_sort_at") else NEVER,
        terms=frame.get("_terms", []),
        date_from=_moment(frame.get("_date_from")),
        date_to=_moment(frame.get("_date_to")),
        scope=frame.get("_scope", []),
        deps=frame.get("_deps", []),
        words=_words(version, short, text, frame.get("files", {})),
        presenter=PRESENTER,
    )


def _words(version: Version, short: Json, text: Json | None, files: Json) -> list[str]:
    is_found = version.kind == Kind.PAGE and version.state == State.LIVE and text
    return words_of(short, text, files) if is_found and text else []


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _forms(version: Version, around: Around, text: Json | None) -> tuple[Json, Json]:
    """The whole form and the form in lists."""
    frame = around.frame
    if version.kind == Kind.ADDRESS:
        return ending(version, frame), ending(version, frame)
    if version.kind != Kind.PAGE:
        is_menu = version.kind == Kind.NAVIGATION and version.state == State.LIVE and text is not None
        menus = navigation(frame, text or {}) if is_menu else {}
        place = {"public_id": str(version.public_id), **sent(frame), **menus, "receipt": receipt(version)}
        return place, place
    if version.state != State.LIVE or text is None:
        return ending(version, frame), ending(version, frame)
    short = item(version, frame, text)
    return {**short, "body": [block(entry, around) for entry in text["body"]]}, short


def item(version: Version, frame: Json, text: Json) -> dict[str, Any]:
    """A live item without its body."""
    attribution = text.get("attribution", {})
    address = canonical_address(frame, text, version.locale)
    return {
        "public_id": str(version.public_id),
        "type": text["type"],
        "locale": version.locale,
        "site": frame["site"],
        "title": text["title"],
        "summary": text["summary"],
        **{name: frame[name] for name in FRAME_FIELDS},
        **frame["extra"],
        **_of_type(text, frame),
        "image": picture(text["image"], frame) if text.get("image") else None,
        "attribution": {
            "authors": attribution.get("authors", []),
            "source": attribution.get("source", ""),
            "credit_line": frame["credit_line"],
        },
        "corrections": frame.get("corrections", []),
        "translation": frame["translation"],
        "alternates": frame["alternates"],
        "seo": {**text["seo"], "canonical": address, "hreflang": hreflang(frame, version.locale, address)},
        "origin": origin_of(frame, text),
        "taken_over_by": frame.get(TAKEN_OVER_BY),
        "receipt": receipt(version),
    }


def hreflang(frame: Json, locale: str, address: str) -> list[dict[str, str]]:
    """The addresses of a text in every language, its own included, as search engines are told; `x-default` is that of
    the language in which it was written. Nothing for a copy whose address is that of its source.
    """
    if address != frame["url"]:
        return []
    urls = dict(sorted([(locale, frame["url"]), *((other["locale"], other["url"]) for other in frame["alternates"])]))
    default = urls.get(frame["translation"]["source_locale"], frame["url"])
    return [{"hreflang": name, "url": url} for name, url in (*urls.items(), ("x-default", default))]


def _of_type(text: Json, frame: Json) -> dict[str, Any]:
    """What only items of this type have: it stands in the text under the name of the type."""
    own = text.get(text["type"])
    if own is None:
        return {}
    return {text["type"]: {**own, **({"file": file(own["file"], frame)} if own.get("file") else {})}}


def ending(version: Version, frame: Json) -> dict[str, Any]:
    """What is left of an item that is no longer public. A text that was erased counts as withheld."""
    was_live = version.state == State.LIVE
    kind = "erased" if was_live else frame.get("kind", "")
    return {
        "public_id": str(version.public_id),
        "locale": version.locale,
        "site": frame.get("site", ""),
        "state": State.WITHDRAWN if was_live else version.state,
        "withheld": was_live or kind in WITHHELD,
        "cause": PUBLIC_CAUSES.get(kind, kind),
        "notice": frame.get("notice", ""),
        "successor": frame.get("successor"),
        "ended_at": frame.get("ended_at"),
        **({name: frame[name] for name in WAY} if version.state == State.REDIRECT else {}),
        "receipt": receipt(version),
    }


def receipt(version: Version) -> dict[str, Any]:
    """By what a reader can prove what he read; itself not hashed."""
    return {"version": version.seq, "hash": version.hash}


def sent(frame: Json) -> dict[str, Any]:
    """A frame without what is never sent out."""
    return {name: value for name, value in frame.items() if not name.startswith("_")}
