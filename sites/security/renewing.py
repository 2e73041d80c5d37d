"""What is answered to whose password has grown too old, in the place of all screens but the one that sets a new one."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from wagtail.admin.localization import get_localized_response

from sites.accounts.models import User
from sites.refusals.answers import refusal_as_json, wants_json
from sites.security.ages import age_of

OPEN = (
    "security:password", "set_password", "wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset",
    "wagtailadmin_javascript_catalog", "wagtailadmin_sprite",
)  # fmt: skip
API = "wagtailadmin_api:"
FORBIDDEN = 403


def held_up(request: HttpRequest, person: User) -> HttpResponse | None:
    """Nothing for who may go on. Reading leads to the new password and back; what was sent is not carried out at all.

    Who sent something is told, and how to send it again: nothing of it is lost as long as his browser has it.
    """
    age = age_of(person, session=request.session)
    if age is None or not age.is_over or not request.path.startswith(reverse("wagtailadmin_home")):
        return None
    name = _name_of(request)
    if name.startswith(OPEN):
        return None
    if wants_json(request) or name.startswith(API):
        return refusal_as_json([age.reason], status=FORBIDDEN)
    if request.method in ("GET", "HEAD"):
        back = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('security:password')}?{back}")
    answer: HttpResponse = get_localized_response(_not_carried_out, request, age.reason)
    return answer


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name or ""
    except Resolver404:
        return ""


def _not_carried_out(request: HttpRequest, reason: object) -> HttpResponse:
    return render(request, "sites_security/not_carried_out.html", {"reason": reason}, status=FORBIDDEN)
