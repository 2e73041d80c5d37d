"""Contracts of consumers: a request as one of them sends it, and what of the answer it relies on. Pure.

A file holds

    {"request": {"path": "/api/v1/content/", "query": {"type": "news"}, "headers": {}},
     "relies_on": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {...}},
     "take": {"public_id": "results.0.public_id"}}

The body is written in shapes. A word names a kind of value: `text`, `words` (text that is not empty), `number`,
`integer`, `boolean`, `moment`, `day`, `uuid`, `url`, `path`, `html`, `null`, `anything`; `url|null` is either. An
object names the fields that are relied on, and no others. A list with one shape: every entry has it; with
`{"at least": n}` in front, one of so many. `{"is": value}` is that value alone, `{"one of": [...]}` one of these. What
`take` names is put into the `{public_id}` of the requests after it, file by file in the order of their names.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

type Json = Any
type Shape = Any

AT_LEAST, IS, ONE_OF = "at least", "is", "one of"
KEPT_HEADERS = ("Content-Type", "Content-Language")
TAG = re.compile(r"<[a-z][^>]*>")


def _reads(reader: Callable[[str], object]) -> Callable[[Json], bool]:
    def fits(value: Json) -> bool:
        try:
            return isinstance(value, str) and reader(value) is not None
        except ValueError:
            return False

    return fits


def _is_moment(value: Json) -> bool:
    return isinstance(value, str) and "T" in value and _reads(datetime.fromisoformat)(value)


def _is_url(value: Json) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# In the order in which a value is recognised: the first that fits names it best.
KINDS: Mapping[str, Callable[[Json], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and isinstance(value, int),
    "number": _is_number,
    "uuid": _reads(UUID),
    "moment": _is_moment,
    "day": _reads(date.fromisoformat),
    "url": _is_url,
    "path": lambda value: isinstance(value, str) and value.startswith("/"),
    "html": lambda value: isinstance(value, str) and TAG.search(value) is not None,
    "words": lambda value: isinstance(value, str) and bool(value.strip()),
    "text": lambda value: isinstance(value, str),
    "anything": lambda _value: True,
}


def faults_in(value: Json, shape: Shape, at: str = "body") -> Iterator[str]:
    """What of a value is not as its shape says, each with the place."""
    if isinstance(shape, str):
        if not any(_kind(name)(value) for name in shape.split("|")):
            yield f"{at}: {shape} expected, {_said(value)} found"
    elif isinstance(shape, list):
        yield from _faults_of_list(value, shape, at)
    elif IS in shape:
        if value != shape[IS]:
            yield f"{at}: {_said(shape[IS])} expected, {_said(value)} found"
    elif ONE_OF in shape:
        if value not in shape[ONE_OF]:
            yield f"{at}: one of {_said(shape[ONE_OF])} expected, {_said(value)} found"
    else:
        yield from _faults_of_object(value, shape, at)


def shape_of(value: Json) -> Shape:
    """The shape of a value as it is: what a recorder writes, for the consumer to narrow to what it relies on."""
    if isinstance(value, dict):
        return {name: shape_of(one) for name, one in value.items()}
    if isinstance(value, list):
        return [{AT_LEAST: 1}, _together([shape_of(one) for one in value])] if value else ["anything"]
    return next(name for name, fits in KINDS.items() if fits(value))


def filled(text: str, taken: Mapping[str, str]) -> str:
    """A path or a value of a query with what was taken from earlier answers."""
    for name, value in taken.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def taken_from(value: Json, path: str) -> str:
    """What stands at a place ("results.0.public_id"). Raises LookupError where nothing does."""
    for word in path.split("."):
        value = value[int(word)] if isinstance(value, list) else value[word]
    return str(value)


def _kind(name: str) -> Callable[[Json], bool]:
    if name not in KINDS:
        raise ValueError(f"{name!r} is no kind of value: {', '.join(KINDS)}")
    return KINDS[name]


def _faults_of_list(value: Json, shape: list[Shape], at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{at}: a list expected, {_said(value)} found"
        return
    least = shape[0][AT_LEAST] if len(shape) > 1 else 0
    if len(value) < least:
        yield f"{at}: at least {least} expected, {len(value)} found"
    for number, one in enumerate(value):
        yield from faults_in(one, shape[-1], f"{at}.{number}")


def _faults_of_object(value: Json, shape: Mapping[str, Shape], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: an object expected, {_said(value)} found"
        return
    for name, one in shape.items():
        if name in value:
            yield from faults_in(value[name], one, f"{at}.{name}")
        else:
            yield f"{at}.{name}: is not there"


def _together(shapes: list[Shape]) -> Shape:
    """The shape that fits every entry of a list: of objects the fields that all have, of kinds either."""
    first = shapes[0]
    if all(isinstance(shape, dict) for shape in shapes):
        common = [name for name in first if all(name in shape for shape in shapes)]
        return {name: _together([shape[name] for shape in shapes]) for name in common}
    if all(isinstance(shape, str) for shape in shapes):
        return "|".join(sorted({word for shape in shapes for word in shape.split("|")}))
    if all(isinstance(shape, list) for shape in shapes):
        inner = [shape[-1] for shape in shapes if shape != ["anything"]]
        return [_together(inner)] if inner else ["anything"]
    return "anything"


def _said(value: Json) -> str:
    words = repr(value)
    return words if len(words) < 80 else f"{words[:77]}..."  # noqa: PLR2004 - one line of a report
