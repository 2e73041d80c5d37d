"""From a row of the log to the bytes of one change."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from api.content import narrowing
from api.content.history import WHY
from api.content.ways import way_of
from api.following.queries import Row
from api.following.serializers import KINDS
from api.publications.enums import Kind, State
from api.publications.frames import moment
from workflows.passage.enums import WITHHELD

CONTENT: Mapping[str, str] = {Kind.PAGE: "item", Kind.SITE: "site_record", Kind.NAVIGATION: "menus"}
WITH_PATH = (Kind.PAGE, Kind.ADDRESS)
ERASED = ["erased"]


def written(row: Row, fields: Sequence[str] | None) -> bytes:
    """One change with these of its fields. What is current goes out as it lies."""
    is_withheld = row.is_erased or not WITHHELD.isdisjoint(row.causes)
    act = action(row, is_withheld=is_withheld)
    said: dict[str, Any] = {
        "version": row.seq,
        "hash": row.hash,
        "at": moment(row.at),
        "key": ":".join((KINDS[row.kind], str(row.public_id), row.locale, str(row.site))),
        "kind": KINDS[row.kind],
        "public_id": str(row.public_id),
        "locale": row.locale or None,
        "site": row.hostname,
        "state": row.state,
        "action": act,
        "why": ERASED if is_withheld else [WHY.get(cause, cause) for cause in row.causes],
        "withheld": is_withheld,
    }
    if act != "skip" and not is_withheld and row.kind in WITH_PATH and row.path is not None:
        said["path"] = row.path
    if act != "put" or row.kind not in CONTENT:
        said |= _around(row, act, is_withheld=is_withheld)
        return narrowing.written(narrowing.only([said], fields)[0])
    form = narrowing.written(narrowing.only([said], fields)[0])
    name = CONTENT[row.kind]
    return form if row.whole is None or (fields and name not in fields) else _with(form, name, bytes(row.whole))


def action(row: Row, *, is_withheld: bool) -> str:
    """What a reader has to do. He may be told nothing more of what has left his filter, so that is never skipped."""
    if not row.is_within:
        return "delete"
    if not row.is_newest:
        return "skip"
    is_there = row.state == State.LIVE or (row.kind, row.state) == (Kind.ADDRESS, State.REDIRECT)
    return "put" if is_there and not is_withheld else "delete"


def _around(row: Row, act: str, *, is_withheld: bool) -> dict[str, Any]:
    """Where an address leads, or how something ended."""
    if act == "skip" or is_withheld or row.whole is None or row.kind not in WITH_PATH or row.state == State.LIVE:
        return {}
    ending = narrowing.ending(json.loads(bytes(row.whole)))
    if act == "put":
        return {"redirect": {name: ending[name] for name in narrowing.WAY}}
    ending.pop("state")
    return {"ending": way_of(ending)}


def _with(form: bytes, name: str, content: bytes) -> bytes:
    """An object with one more field, whose value is ready."""
    rest = b'"' + name.encode() + b'":' + content + b"}"
    return b"{" + rest if form == b"{}" else form[:-1] + b"," + rest
