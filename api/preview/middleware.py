"""Which frontends may stand in a frame of a screen: those at which the drafts shown there are previewed, no others."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP

NAME = "preview_origins"


def framing(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let the origins that a screen has named be framed by it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if origins := getattr(request, NAME, ()):
            policy = {**settings.SECURE_CSP, "frame-src": [CSP.SELF, *sorted(origins)]}
            response._csp_config = policy  # type: ignore[attr-defined]
        return response

    return answer


def let_frame(request: HttpRequest, origins: set[str]) -> None:
    """Name origins that the answer may frame."""
    setattr(request, NAME, {*getattr(request, NAME, ()), *(origin for origin in origins if origin)})
