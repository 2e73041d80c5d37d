"""The contributors of a site: who applied, who is open; for whom the rule lets open accounts."""

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
from workflows.contributions import actions
from workflows.contributions.forms import OpeningForm, ReasonForm
from workflows.contributions.models import Contributor
from workflows.contributions.selectors import account_sites, opens_accounts
from workflows.passage.editor import tell

A_PAGE = 30


def accounts(request: HttpRequest, code: str = "") -> HttpResponse:
    """The list, those who wait first."""
    person = cast("User", request.user)
    sites = account_sites(person)
    site = next((one for one in sites if code in ("", one.code)), None)
    if site is None:
        raise PermissionDenied
    rows = Contributor.objects.filter(site=site).select_related("decided_by").order_by("state", "full_name", "pk")
    context = {
        "site": site,
        "sites": sites,
        "sheet": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "page_title": _("Contributors"),
    }
    return render(request, "workflows_contributions/accounts.html", context)


def account(request: HttpRequest, contributor_id: int) -> HttpResponse:
    """One contributor: confirm, refuse, close."""
    person = cast("User", request.user)
    row = get_object_or_404(Contributor.objects.select_related("site", "agency", "decided_by"), pk=contributor_id)
    if not opens_accounts(person, row.site):
        raise PermissionDenied
    if request.method == "POST":
        try:
            _do(person, row, request.POST.get("act", ""), request.POST.get("reason", ""))
        except Refusal as refusal:
            tell(request, refusal)
        else:
            messages.success(request, _("It is written down."))
        return redirect("contributions:account", contributor_id=row.pk)
    context = {"contributor": row, "form": ReasonForm(), "page_title": row.full_name}
    return render(request, "workflows_contributions/account.html", context)


def opening(request: HttpRequest, code: str) -> HttpResponse:
    """Open an account."""
    person = cast("User", request.user)
    site = get_object_or_404(PublicSite, code=code)
    if not opens_accounts(person, site):
        raise PermissionDenied
    form: Any = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_account(person, site=site, values=form.profile())
        except Refusal as refusal:
            form = with_errors(form, refusal)
        else:
            messages.success(request, _("The account is open; a link to set the password was mailed."))
            return redirect("contributions:accounts", code=site.code)
    context = {"form": form, "site": site, "page_title": _("Open an account for a contributor")}
    return render(request, "workflows_contributions/opening.html", context)


def _do(person: User, row: Contributor, act: str, reason: str) -> None:
    if act == "confirm":
        actions.confirm(person, contributor=row)
    elif act == "refuse":
        actions.refuse_application(person, contributor=row, reason=reason)
    elif act == "close":
        actions.close_account(person, contributor=row, reason=reason)
