"""The admin face of refusals: one place that turns them into words, whatever view they come out of."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sites.refusals import Reason, Refusal
from sites.refusals.answers import refusal_as_json, wants_json

CONFLICT = 409


class RefusalsInAdmin:
    """Says why, and goes back to where the person came from. What asked for JSON gets JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal below /admin/; anything else is not ours."""
        reasons = _reasons(exception)
        if not reasons or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if wants_json(request):
            return refusal_as_json(reasons, status=CONFLICT)
        for reason in reasons:
            messages.error(request, str(reason))
        return HttpResponseRedirect(_back(request))


def _reasons(exception: Exception) -> tuple[Reason, ...]:
    if isinstance(exception, Refusal):
        return exception.reasons
    if isinstance(exception, ProtectedError):
        users = ", ".join(sorted({str(thing._meta.verbose_name) for thing in exception.protected_objects}))
        return (Reason("in_use", _("It is still in use: %(users)s.") % {"users": users}),)
    return ()


def _back(request: HttpRequest) -> str:
    """The page before, if it is ours and is read by GET; else the admin's home."""
    before = request.headers.get("Referer", "")
    if request.method == "GET" and before.endswith(request.get_full_path()):
        return reverse("wagtailadmin_home")
    if url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return before
    return reverse("wagtailadmin_home")
