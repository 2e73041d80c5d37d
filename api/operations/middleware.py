"""Around every request: its id, its log line, its figures."""

import logging
import random
import re
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from api.consumers.keys import caller_of
from api.consumers.measuring import tally
from api.http.parameters import given_in
from api.operations.figures import seconds_of
from api.operations.logs import request_id

logger = logging.getLogger("requests")

HEADER = "X-Request-ID"
KNOWN_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")
PUBLIC = ("/api/", "/healthz", "/readyz", "/metrics")
AREAS = ("admin", "media", "static", "documents")
SECRETS = frozenset({"token", "uidb64", "code", "key"})  # words of an address that open something
LONGEST = 300

type Answering = Callable[[HttpRequest], HttpResponse]


class Queries:
    """Counts the queries of one request."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        """One more."""
        self.count += 1
        return execute(*args)


def observed(get_response: Answering) -> Answering:
    """Give the request an id, or keep that of the proxy; answer it; write down how it went."""

    def answer(request: HttpRequest) -> HttpResponse:
        name = name_of(request)
        token = request_id.set(name)
        began = perf_counter()
        try:
            fields, response = _answered(get_response, request)
            response.headers[HEADER] = name
            write_down(request, response.status_code, perf_counter() - began, fields)
        finally:
            request_id.reset(token)
        return response

    return answer


def name_of(request: HttpRequest) -> str:
    """The id that the proxy gave the request, or a new one."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if given and KNOWN_ID.fullmatch(given) else f"{random.getrandbits(128):032x}"


def _answered(get_response: Answering, request: HttpRequest) -> tuple[dict[str, Any], HttpResponse]:
    """The response; outside the public API also how many queries it took and who asked, by number."""
    if request.path_info.startswith(PUBLIC):
        return {}, get_response(request)
    queries = Queries()
    with connection.execute_wrapper(queries):
        response = get_response(request)
    person = getattr(request.__dict__.get("_cached_user"), "pk", None)
    return {"queries": queries.count, **({"person": person} if person else {})}, response


def write_down(request: HttpRequest, status: int, seconds: float, fields: dict[str, Any]) -> None:
    """How a request went: a figure, and a line."""
    seconds_of(endpoint_of(request), str(status)).observe(seconds)
    if "HTTP_AUTHORIZATION" in request.META and (caller := caller_of(request)):
        tally.note(caller, status)
    if logger.isEnabledFor(logging.INFO):
        line = {
            "method": request.method,
            "site": site_of(request),
            "path": path_of(request),
            "status": status,
            "ms": round(seconds * 1000, 1),
            **fields,
        }
        logger.info("request", extra={"fields": line})


def endpoint_of(request: HttpRequest) -> str:
    """The name of an address of the API, or the area; never what somebody typed."""
    if request.path_info.startswith(PUBLIC):
        match = request.resolver_match
        return (match.url_name if match else None) or "unknown"
    area = request.path_info.split("/", 2)[1]
    return area if area in AREAS else "other"


def site_of(request: HttpRequest) -> str:
    """The host name of the site that was asked."""
    query = request.META.get("QUERY_STRING", "")
    asked = given_in(query).get("site") if "site=" in query else None
    return (asked or request.META.get("HTTP_HOST", "")).partition(":")[0][:LONGEST]


def path_of(request: HttpRequest) -> str:
    """The path without its query, and without words that open something."""
    path = request.path[:LONGEST]
    match = request.resolver_match
    for name, value in match.kwargs.items() if match else ():
        if name in SECRETS:
            path = path.replace(str(value), "...")
    return path
