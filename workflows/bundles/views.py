"""The screens: the bundles that concern a person with the calendar of a site, and one bundle."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Refusal
from sites.refusals.forms import with_errors
from workflows.bundles import actions
from workflows.bundles.acting import ACTS
from workflows.bundles.calendar import strip_of
from workflows.bundles.enums import BundleState
from workflows.bundles.forms import DetailsForm, OpeningForm
from workflows.bundles.models import Bundle
from workflows.bundles.policies import sites_of_team, visible_to
from workflows.bundles.selectors import counted
from workflows.bundles.showing import shown
from workflows.passage.editor import tell

A_PAGE = 20


def index(request: HttpRequest) -> HttpResponse:
    """The bundles that concern a person, and the calendar of one of their sites."""
    person = _person(request)
    mine = visible_to(person)
    team = list(sites_of_team(person))
    sites = list(PublicSite.objects.filter(pk__in={*mine.values_list("site", flat=True), *(s.pk for s in team)}))
    chosen = next((site for site in sites if str(site.pk) == request.GET.get("site")), None)
    rows = counted(mine.filter(site=chosen) if chosen else mine)
    drawn = chosen or next(iter([*team, *sites]), None)
    context = {
        "sheet": Paginator(rows.order_by("-pk"), A_PAGE).get_page(request.GET.get("page")),
        "sites": sites,
        "chosen": chosen,
        "drawn": drawn,
        "strip": strip_of(drawn) if drawn else None,
        "may_open": bool(team),
    }
    return render(request, "workflows_bundles/index.html", context)


def opening(request: HttpRequest) -> HttpResponse:
    """Open a bundle."""
    person = _person(request)
    sites = sites_of_team(person)
    if not sites.exists():
        raise PermissionDenied
    form = OpeningForm(request.POST or None, sites=sites)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_bundle(person, **form.cleaned_data)
        except Refusal as refusal:
            return _form(request, with_errors(form, refusal))
        messages.success(request, _("The bundle is open. Put its items in."))
        return redirect("bundles:bundle", bundle_id=made.pk)
    return _form(request, form)


def details(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """Change title, occasion and moment."""
    person, found = _person(request), _bundle(request, bundle_id)
    initial = {"title": found.title, "occasion": found.occasion, "at": found.at}
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_bundle(person, bundle=found, **form.cleaned_data)
        except Refusal as refusal:
            return _form(request, with_errors(form, refusal), found)
        return redirect("bundles:bundle", bundle_id=found.pk)
    return _form(request, form, found)


def bundle(request: HttpRequest, bundle_id: int) -> HttpResponse:
    """One bundle, or do with it what a button says."""
    person, found = _person(request), _bundle(request, bundle_id)
    if request.method == "POST":
        return _do(request, person, found)
    return render(request, "workflows_bundles/bundle.html", shown(person, found, request.GET.get("q", "")))


def _do(request: HttpRequest, person: User, found: Bundle) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", ""))
    here = redirect("bundles:bundle", bundle_id=found.pk)
    if act is None:
        return here
    try:
        messages.success(request, act(person, found, request.POST))
    except Refusal as refusal:
        tell(request, refusal)
    return here


def _form(request: HttpRequest, form: Any, found: Bundle | None = None) -> HttpResponse:
    is_locked = found is not None and found.state != BundleState.OPEN
    context = {"form": form, "bundle": found, "is_locked": is_locked}
    return render(request, "workflows_bundles/form.html", context)


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)


def _bundle(request: HttpRequest, bundle_id: int) -> Bundle:
    """A bundle that concerns the person; of others there is nothing to be seen."""
    rows = visible_to(_person(request)).select_related("site", "leader__page", "opened_by")
    return get_object_or_404(rows, pk=bundle_id)
