"""The short way in: what readers ask most is answered before Django builds a request.

The same views, words and figures as by Django's way (`tests/api/test_door.py` compares every byte); what is not a GET
of a public view goes on to Django. Django's own handler, its middleware and its response took more time than all that
is done for a reader: `docs/reference/speed.md`.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from http.client import responses as reasons
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.handlers.wsgi import WSGIRequest, get_path_info
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.urls import Resolver404, ResolverMatch, get_resolver

from api.http.database import close_after_reading
from api.http.middleware import ADDRESSES, KEPT
from api.http.responses import Answer, as_response
from api.http.views import PublicView
from api.operations.logs import request_id
from api.operations.middleware import HEADER, name_of, write_down

PREFIX = "/api/"
STATUS_LINES = {status: f"{status} {reason}" for status, reason in reasons.items()}


class Asked(WSGIRequest):
    """A request for reading: nothing is made ready that a view may not ask for."""

    def __init__(self, environ: WSGIEnvironment, path: str, match: ResolverMatch) -> None:
        self.environ = self.META = environ
        self.method = "GET"
        self.path = self.path_info = path
        self.resolver_match = match


class Door:
    """A WSGI application before another one."""

    def __init__(self, behind: WSGIApplication) -> None:
        self._behind = behind
        self._found = lru_cache(KEPT)(_found)
        self._security = cache(_security_headers)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a GET of a public view; pass everything else on."""
        if environ["REQUEST_METHOD"] != "GET" or environ.get("SCRIPT_NAME"):
            return self._behind(environ, start)
        raw: str = environ["PATH_INFO"]
        found = self._found(raw) if raw.startswith(PREFIX) else None
        if found is None:
            return self._behind(environ, start)
        view, match, path = found
        asked = Asked(environ, path, match)
        status, headers, body = self._answered(view, asked, match.kwargs)
        start(status, headers)
        return [body]

    def _answered(
        self, view: PublicView, asked: Asked, words: dict[str, Any]
    ) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status line, headers and bytes; written down as every request is."""
        name = name_of(asked)
        token, began = request_id.set(name), perf_counter()
        try:
            given = view.answered(asked, **words)
            if isinstance(given, HttpResponse):
                given = Answer(given.status_code, given.content, dict(given.items()))
            security = self._security(bool(asked.is_secure()))
            headers = {**security, **given.headers, HEADER: name}
            write_down(asked, given.status, perf_counter() - began, {})
        finally:
            request_id.reset(token)
            close_after_reading()
        return STATUS_LINES[given.status], list(headers.items()), given.body


def _found(raw: str) -> tuple[PublicView, ResolverMatch, str] | None:
    """The view at an address, with the address as Django writes it; None where it is none of readers'."""
    path = get_path_info({"PATH_INFO": raw})
    try:
        match = get_resolver(ADDRESSES).resolve(path)
    except Resolver404:
        return None
    kind = getattr(match.func, "cls", None)
    return (kind(), match, path) if kind is not None and issubclass(kind, PublicView) else None


def _security_headers(is_secure: bool) -> dict[str, str]:  # noqa: FBT001 - the one thing that it depends on
    """What Django's own middleware adds to an answer."""

    class Way(HttpRequest):
        def is_secure(self) -> bool:
            return is_secure

    response = as_response(Answer(200, b"", {}))
    return dict(SecurityMiddleware(lambda _request: response).process_response(Way(), response).items())
