"""Whether somebody asked for JSON, and a refusal as that: what the admin's own scripts read."""

from collections.abc import Sequence

from django.http import HttpRequest, JsonResponse

from sites.refusals import Reason


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asked, which has no use for a page."""
    accepts = request.headers.get("Accept", "")
    return "application/json" in accepts or request.headers.get("X-Requested-With") == "XMLHttpRequest"


def refusal_as_json(reasons: Sequence[Reason], *, status: int) -> JsonResponse:
    """In the form that Wagtail's scripts know."""
    body = {"success": False, "error_code": reasons[0].code, "error_message": " ".join(map(str, reasons))}
    return JsonResponse(body, status=status)
