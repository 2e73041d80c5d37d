"""The key of a request where it opens something, and what is said of one that does not hold."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from api.consumers.enums import Scope
from api.consumers.keys import caller_of
from api.consumers.measuring import tally
from api.http.responses import Answer

HEADER = "Key-State"


def note_position(request: HttpRequest, number: int) -> None:
    """A reader was given the log's changes up to this number; kept where his key follows them, in memory at first."""
    caller = caller_of(request)
    if caller is not None and Scope.CHANGES in caller.scopes:
        tally.read_up_to(caller, number)


def with_key_state(request: HttpRequest, given: Answer | HttpResponse) -> Answer | HttpResponse:
    """The answer, with a word about a key of ours that does not hold; no cache keeps that word for others."""
    caller = caller_of(request)
    if caller is None or caller.is_good:
        return given
    told: Mapping[str, str] = {HEADER: caller.state.value, "Cache-Control": "no-store"}
    if isinstance(given, Answer):
        return replace(given, headers={**given.headers, **told})
    for name, value in told.items():
        given.headers[name] = value
    return given
