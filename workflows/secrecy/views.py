"""The screen of stops: what was stopped and why, for those who may clear it."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from sites.accounts.models import User
from sites.refusals import Refusal
from sites.refusals.forms import with_errors
from workflows.secrecy.actions import clear
from workflows.secrecy.forms import ClearingForm
from workflows.secrecy.models import Stop
from workflows.secrecy.policies import reasons_not_to_clear
from workflows.secrecy.selectors import may_clear, sites_to_clear, stops_on

A_PAGE = 30


def stops(request: HttpRequest) -> HttpResponse:
    """What was stopped on the sites of the person."""
    person = cast("User", request.user)
    sites = sites_to_clear(person)
    if not sites:
        raise PermissionDenied
    sheet = Paginator(stops_on(sites), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workflows_secrecy/stops.html", {"sheet": sheet, "page_title": _("Stops for secrecy")})


def stop(request: HttpRequest, stop_id: int) -> HttpResponse:
    """One stop: its finds, and the form that clears them."""
    person = cast("User", request.user)
    row = get_object_or_404(Stop.objects.select_related("site", "actor", "page"), pk=stop_id)
    if not may_clear(person, row.site):
        raise PermissionDenied
    reasons = reasons_not_to_clear(person, stop=row)
    form: Any = ClearingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clear(person, stop=row, **form.cleaned_data)
        except Refusal as refusal:
            form = with_errors(form, refusal)
        else:
            messages.success(request, _("It is written down. The text may be submitted again."))
            return redirect("secrecy:stops")
    context = {"stop": row, "reasons": reasons, "form": None if reasons else form, "page_title": row.title}
    return render(request, "workflows_secrecy/stop.html", context)
