"""From the bytes in the log to the bytes of an answer. Whole forms go out as they lie."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

ENDING = ("state", "cause", "notice", "successor", "ended_at")
WAY = ("location", "status")
_tightly = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def of(form: bytes, fields: Sequence[str] | None) -> bytes:
    """A form with only these fields, in the order of the form; the very bytes if none are named."""
    if fields is None:
        return form
    return written(only([json.loads(form)], fields)[0])


def only(forms: Sequence[Mapping[str, Any]], fields: Sequence[str] | None) -> list[Mapping[str, Any]]:
    """The same for forms that are not bytes yet."""
    return [form if fields is None else {name: form[name] for name in form if name in fields} for form in forms]


def as_fallback(form: bytes) -> bytes:
    """An item that is answered in place of a missing translation, and says so."""
    item = json.loads(form)
    item["translation"] = {"status": "none", "source_locale": item["locale"], "outdated_since": None}
    return written(item)


def in_language(form: bytes, locale: str | None) -> bytes:
    """An item of a list as it is answered to who asked for this language."""
    return form if locale is None or json.loads(form)["locale"] == locale else as_fallback(form)


def page(forms: Sequence[bytes], rest: bytes) -> bytes:
    """One page of a list from forms that are bytes already, and an object of what is said of all of them."""
    return b"".join((b'{"results":[', b",".join(forms), b"],", rest[1:]))


def ending(entry: Mapping[str, Any]) -> dict[str, Any]:
    """How an item ended, as `resolve` says it."""
    return {name: entry[name] for name in (*ENDING, *WAY) if name in entry}


def with_more(form: bytes, more: Mapping[str, Any]) -> bytes:
    """A form with fields added behind its own."""
    return form[:-1] + b"," + written(more)[1:]


def written(value: Mapping[str, Any]) -> bytes:
    """JSON as it is sent."""
    return _tightly(value).encode()
