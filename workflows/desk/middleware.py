"""Keeps closed doors closed, whatever the menu shows, and pages of others out of sight.

Wagtail asks about the page in most of its views; some show its title before or instead (the listing of a page without
rights on it, moving, unpublishing, unscheduling), or that of a page named in a form when they refuse it. So all
addresses of pages, and the pages that their forms name, are asked here first.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from wagtail.admin.auth import permission_denied

from workflows.desk.closed import BULK, reason_not_to_enter
from workflows.passage.knowing import knows_all

OF_PAGES = ("wagtailadmin_pages:", "wagtailadmin_explore", "cms_pages_", BULK)
ASKS_ITSELF = "cms_pages_draft_translation"  # a translator need not have a right on the source
POSTED = ("parent_page", "new_parent_page", "chooser")  # and its forms
PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk")  # as Wagtail's addresses name them


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
        is_of_pages = match.view_name.startswith(OF_PAGES) and match.view_name != ASKS_ITSELF
        if is_of_pages and not is_administrator and not knows_all(request.user, _named(request, kwargs)):  # type: ignore[arg-type]
            return permission_denied(request)
        return None


def _named(request: HttpRequest, kwargs: dict[str, Any]) -> set[int]:
    """The pages that an address and its form name."""
    sent = (request.POST.get(name, "") for name in POSTED)
    numbers = {int(number) for number in sent if number.isascii() and number.isdigit()}
    return numbers | {int(kwargs[name]) for name in PAGES if name in kwargs}  # some addresses of Wagtail's tell text
