"""The screens: the languages of all sites, those of one site, opening and closing."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from sites.accounts.models import User
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change, Sent
from sites.domains.models import PublicSite
from sites.languages.codes import every_language, name_of
from sites.refusals import Refusal
from sites.refusals.forms import with_errors
from workflows.languages.changes import CLOSING, OPENING
from workflows.languages.forms import ClosingForm, OpeningForm
from workflows.languages.models import LanguageAct
from workflows.languages.policies import reasons_not_to_administer_languages, reasons_not_to_close
from workflows.languages.selectors import languages_of, sites_with_languages, what_follows


def index(request: HttpRequest) -> HttpResponse:
    """Which site has which languages."""
    _person(request)
    rows = [(site, [(code, name_of(code)) for code in codes]) for site, codes in sites_with_languages()]
    return render(request, "workflows_languages/index.html", {"rows": rows})


def site(request: HttpRequest, site_id: int) -> HttpResponse:
    """The languages of one site; opening another one, closing one."""
    person, found = _person(request), get_object_or_404(PublicSite, pk=site_id)
    if request.method == "POST" and request.POST.get("act") == "close":
        return _close(request, person, found)
    form = OpeningForm(request.POST or None, site=found)
    if request.method == "POST" and form.is_valid():
        try:
            change = Change(
                OPENING, OPENING.data(found, form.plan), reason=form.cleaned_data["why"], basis=form.plan.basis
            )
            return _said(request, found, carry_out(person, change=change), _("The language is open; its drafts wait."))
        except Refusal as refusal:
            form = with_errors(form, refusal)
    return _show(request, person, found, form)


def _close(request: HttpRequest, person: User, found: PublicSite) -> HttpResponse:
    form = ClosingForm(request.POST)
    if form.is_valid():
        basis = form.cleaned_data["basis"]
        data = CLOSING.data(found, locale=request.POST.get("locale", ""), basis=basis)
        try:
            result = carry_out(person, change=Change(CLOSING, data, reason=basis, basis=basis))
            return _said(request, found, result, _("The language is closed. What was written in it is kept."))
        except Refusal as refusal:
            for reason in refusal.reasons:
                messages.error(request, str(reason))
    else:
        messages.error(request, _("Name the document that this stands on."))
    return redirect("languages:site", site_id=found.pk)


def _show(request: HttpRequest, person: User, found: PublicSite, form: OpeningForm) -> HttpResponse:
    opened = [
        (one, reasons_not_to_close(person, site=found, locale=one.locale) if not one.is_first else [])
        for one in languages_of(found)
    ]
    wanted = form.data.get("language") or request.GET.get("language", "")
    context: dict[str, Any] = {
        "site": found,
        "opened": opened,
        "form": form,
        "follows": what_follows(found, wanted) if wanted in every_language() else None,
        "acts": LanguageAct.objects.filter(site=found).select_related("by"),
        "closing": ClosingForm(),
    }
    return render(request, "workflows_languages/site.html", context)


def _said(request: HttpRequest, found: PublicSite, result: Any, done: str) -> HttpResponse:
    if isinstance(result, Sent):
        messages.success(request, result.words, buttons=[messages.button(result.path, _("Look at it"))])
    else:
        messages.success(request, done)
    return redirect("languages:site", site_id=found.pk)


def _person(request: HttpRequest) -> User:
    person = cast("User", request.user)
    if reasons_not_to_administer_languages(person):
        raise PermissionDenied
    return person
