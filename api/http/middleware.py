"""The door of the public API: what is asked there needs no session, no form token and no language of the admin."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, get_resolver

from api.http.problems import Problem
from api.http.responses import answer_to, as_response

PREFIXES = ("/api/", "/healthz", "/readyz", "/metrics", "/robots.txt")
ADDRESSES = "api.http.urls"
KEPT = 4_096  # addresses whose view is known without looking through all of them


def public_api(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer the addresses of the public API at once; pass everything else on."""
    resolver = get_resolver(ADDRESSES)
    resolve = lru_cache(KEPT)(resolver.resolve)

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIXES):
            return get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return _elsewhere(request)
        request.resolver_match = match
        request.urlconf = ADDRESSES  # type: ignore[attr-defined]
        response = match.func(request, *match.args, **match.kwargs)
        return response.render() if hasattr(response, "render") else response

    def _elsewhere(request: HttpRequest) -> HttpResponse:
        try:
            resolver.resolve(f"{request.path_info}/")
        except Resolver404:
            return as_response(answer_to(Problem("not_found"), request))
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{quote(request.path_info)}/{'?' if query else ''}{query}")

    return answer
