"""Keeps closed doors closed, whatever the menu shows."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from wagtail.admin.auth import permission_denied

from workflows.desk.closed import reason_not_to_enter


class ClosedDoors:
    """Answers in the place of a closed view: as Wagtail answers whoever has no right."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Look at the name of the address. Who is not logged in is sent to the login by the view itself."""
        match = request.resolver_match
        if match is None or not match.view_name or not request.user.is_authenticated:
            return None
        is_administrator = bool(request.user.is_active and request.user.is_superuser)
        if reason_not_to_enter(match.view_name, kwargs, is_administrator=is_administrator):
            return permission_denied(request)
        return None
