"""The two screens: asking for an erasure, and judging it as the second person."""

import json
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from api.erasing import actions
from api.erasing.enums import Verdict
from api.erasing.forms import AskForm, JudgeForm
from api.erasing.models import Erasure
from api.erasing.policies import ASK, reasons_not_to_judge, reasons_of_entitlement, rule_of
from api.erasing.selectors import (
    erasures_of,
    is_named,
    open_for,
    public_texts,
    sites_to_ask_for,
    versions_to_ask_for,
    withdrawn_on,
)
from api.publications.models import Version
from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.passage.editor import tell
from workflows.passage.policies import reasons_not_to_withdraw


def index(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was public on the sites where the person may ask."""
    person = cast("User", request.user)
    if not is_named(person):
        raise PermissionDenied
    sites = sites_to_ask_for(person)
    context = {"waiting": open_for(person), "sites": sites, "pages": withdrawn_on(sites)}
    return render(request, "api_erasing/index.html", context)


def ask(request: HttpRequest, page_id: int) -> HttpResponse:
    """The versions of a page that still have a text, the ground and the basis."""
    person = cast("User", request.user)
    page = get_object_or_404(Page, pk=page_id).specific
    if page.is_root() or reasons_of_entitlement(person, page=page, verb=ASK):
        raise PermissionDenied
    versions = versions_to_ask_for(page)
    form = AskForm(request.POST or None, versions=versions, initial={"version": versions.first()})
    if request.method == "POST" and form.is_valid():
        try:
            erasure = actions.ask_for_erasure(person, page=page, **form.cleaned_data)
        except Refusal as refusal:
            tell(request, refusal)
            return redirect("erasing_ask", page_id=page.pk)
        messages.success(request, _("A second person was asked to confirm that the text is erased."))
        return redirect("erasing_judge", erasure_id=erasure.pk)
    context = {
        "page": page,
        "form": form,
        "rule": rule_of(page),
        "versions": versions,
        "erasures": erasures_of(page),
        "is_public": bool(public_texts(page)),
        "may_withdraw": not reasons_not_to_withdraw(person, page=page),
    }
    return render(request, "api_erasing/ask.html", context)


def judge(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """What is to be erased, by whom and why; then the word of the second person."""
    person = cast("User", request.user)
    rows = Erasure.objects.select_related("version__body", "page__locale", "site", "by", "judged_by")
    erasure = get_object_or_404(rows, pk=erasure_id)
    reasons = reasons_not_to_judge(person, erasure=erasure)
    if person not in (erasure.by, erasure.judged_by) and any(reason.code != "one_person" for reason in reasons):
        raise PermissionDenied
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _judge(request, person, erasure, form.cleaned_data["comment"])
    context = {
        "erasure": erasure,
        "form": None if reasons else form,
        "reasons": [] if erasure.verdict else reasons,
        "text": _text_of(erasure.version),
        "language": erasure.version.locale,
    }
    return render(request, "api_erasing/judge.html", context)


def _judge(request: HttpRequest, person: User, erasure: Erasure, comment: str) -> HttpResponse:
    try:
        if request.POST.get("act") == Verdict.CONFIRMED:
            actions.confirm_erasure(person, erasure=erasure, comment=comment)
            messages.success(request, _("The text is erased."))
        else:
            actions.refuse_erasure(person, erasure=erasure, reason=comment)
            messages.success(request, _("The text stays in the log; who asked was told why."))
    except Refusal as refusal:
        tell(request, refusal)
    return redirect("erasing_judge", erasure_id=erasure.pk)


def _text_of(version: Version) -> dict[str, Any]:
    """The text as the public could read it; nothing of one that was erased."""
    stored = version.body.bytes if version.body else None
    return json.loads(bytes(stored)) if stored else {}
