"""Cursors of keyset paging: where a page ended, readable by nobody but us, harmless if somebody does."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from api.http.parameters import KEPT, given_in
from api.http.problems import Problem

LONGEST_CURSOR = 400
FORWARD, BACKWARD = "n", "p"
_tightly = json.JSONEncoder(separators=(",", ":")).encode
NOTHING: Mapping[str, str] = {}


def not_ours(name: str) -> dict[str, list[str | Promise]]:
    """What is wrong with a cursor that we did not write, by the name of its parameter."""
    return {name: [_("This cursor is not one of ours.")]}


NOT_OURS = not_ours("cursor")


@dataclass(frozen=True, slots=True)
class Cursor:
    """After (or, backwards, before) the row with this key."""

    key: tuple[str, ...]
    is_backward: bool = False


def written(cursor: Cursor) -> str:
    """The cursor as a query parameter."""
    words = [BACKWARD if cursor.is_backward else FORWARD, *cursor.key]
    return base64.urlsafe_b64encode(_tightly(words).encode()).decode().rstrip("=")


def cursor_from(value: str | None, *, length: int, name: str = "cursor") -> Cursor | None:
    """The cursor that a request brought, with a key of `length` words. Raises a Problem if it is not one of ours."""
    if value is None:
        return None
    try:
        if len(value) > LONGEST_CURSOR:
            raise ValueError(value)
        words = json.loads(base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True))
        direction, *key = words
        if direction not in {FORWARD, BACKWARD} or len(key) != length:
            raise ValueError(words)
        if not all(isinstance(word, str) and word.isprintable() for word in key):
            raise ValueError(key)
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise Problem("invalid_cursor", errors=not_ours(name)) from None
    return Cursor(tuple(key), is_backward=direction == BACKWARD)


def page_links(
    request: HttpRequest,
    keys: Sequence[tuple[str, ...]],
    *,
    cursor: Cursor | None,
    has_more: bool,
    instead: Mapping[str, str] = NOTHING,
) -> dict[str, str | None]:
    """The addresses of the pages after and before this one. `keys` are those of its rows, in the order shown; `instead`
    says which parameters the rows answer, where they are not those of the request.
    """
    if not keys:
        return {"next": None, "previous": None}
    is_backward = cursor is not None and cursor.is_backward
    goes_on = has_more or is_backward
    goes_back = has_more if is_backward else cursor is not None
    return {
        "next": _address(request, Cursor(keys[-1]), instead) if goes_on else None,
        "previous": _address(request, Cursor(keys[0], is_backward=True), instead) if goes_back else None,
    }


def _address(request: HttpRequest, cursor: Cursor, instead: Mapping[str, str]) -> str:
    return address_from(request, "cursor", cursor, instead)


def address_from(request: HttpRequest, name: str, cursor: Cursor, instead: Mapping[str, str] = NOTHING) -> str:
    """The address that was asked, going on from this cursor; `name` is that of its parameter.

    `instead` says which other parameters have other values.
    """
    query = _without_cursor(request.META.get("QUERY_STRING", ""), name, tuple(instead.items()))
    return f"{request.scheme}://{request.get_host()}{quote(request.path)}?{query}{name}={written(cursor)}"


@lru_cache(KEPT)
def _without_cursor(query: str, cursor: str, instead: tuple[tuple[str, str], ...]) -> str:
    given = [(name, value) for name, values in given_in(query).lists() for value in values if name != cursor]
    other = dict(instead)
    kept = [(name, other.get(name, value)) for name, value in given]
    return f"{urlencode(kept)}&" if kept else ""
