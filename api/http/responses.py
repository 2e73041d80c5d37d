"""The manners of an answer: entity tags, lifetimes, purge keys, who may read it from a browser.

An answer is what is sent, and no more: Django's response is made of it where Django sends it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse

from api.http.problems import OPEN_TO_ALL, Problem, language_of, written_in
from sites import clock

LIFETIME = 60
LEAST_LIFETIME = 5
ROUNDING = timedelta(minutes=5)
JSON = "application/json"
PREFLIGHT = {
    **OPEN_TO_ALL,
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent. A 304 has no body and no type."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ready:
    """What is said, before anything is known of the reader: its bytes, their tag, their purge keys, further headers."""

    body: bytes
    keys: Sequence[str] = ()
    etag: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.etag:
            object.__setattr__(self, "etag", hashlib.sha256(self.body).hexdigest()[:32])


def as_response(given: Answer) -> HttpResponse:
    """The answer as Django sends it."""
    response = HttpResponse(given.body, status=given.status, headers=given.headers)
    if "Content-Type" not in given.headers:
        del response.headers["Content-Type"]
    return response


def answer(
    request: HttpRequest,
    body: bytes,
    *,
    etag: str = "",
    keys: Sequence[str] = (),
    next_change_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """A 200 with these bytes, or a 304 for a reader who has them."""
    return sent(request, Ready(body, keys, etag, headers or {}), next_change_at)


def sent(request: HttpRequest, ready: Ready, next_change_at: datetime | None) -> Answer:
    """The same for what is ready."""
    tag = f'"{ready.etag}"'
    common = {
        **OPEN_TO_ALL,
        "ETag": tag,
        "Cache-Control": lifetime(next_change_at),
        **purge_keys(ready.keys),
        **ready.headers,
    }
    if is_known(tag, request.META.get("HTTP_IF_NONE_MATCH", "")):
        return Answer(304, b"", common)
    return Answer(200, ready.body, {"Content-Type": JSON, "Content-Length": str(len(ready.body)), **common})


def answer_to(problem: Problem, request: HttpRequest) -> Answer:
    """The problem in the words of the reader's language."""
    language = language_of(request)
    body = written_in(language, problem)
    headers = {
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        **OPEN_TO_ALL,
        "Content-Language": language,
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
        **problem.headers,
    }
    return Answer(problem.status, body, headers)


def purge_keys(keys: Sequence[str]) -> dict[str, str]:
    """By which names a cache may purge an answer, as the two families of caches spell it."""
    return {"Surrogate-Key": " ".join(keys), "Cache-Tag": ",".join(keys)} if keys else {}


def lifetime(next_change_at: datetime | None) -> str:
    """`Cache-Control`: a minute and a minute, less before a planned change.

    The planned moment is rounded down to five minutes, so that it does not tell an embargo.
    """
    fresh = stale = LIFETIME
    if next_change_at is not None:
        rounded = datetime.fromtimestamp(
            next_change_at.timestamp() // ROUNDING.total_seconds() * ROUNDING.total_seconds(), tz=next_change_at.tzinfo
        )
        left = max(LEAST_LIFETIME, int((rounded - clock.now()).total_seconds()))
        fresh = min(LIFETIME, left)
        stale = min(LIFETIME, left - fresh)
    return f"public, max-age={fresh}, stale-while-revalidate={stale}"


def is_known(tag: str, if_none_match: str) -> bool:
    """Whether the reader holds this entity: `*`, a list, weak tags (RFC 9110, 13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    return tag in {word.strip().removeprefix("W/") for word in if_none_match.split(",")}
