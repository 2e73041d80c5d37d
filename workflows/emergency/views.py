"""The two screens: releasing alone, and judging it as the second person."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.boards.selectors import site_of_page
from workflows.emergency import actions
from workflows.emergency.enums import Verdict
from workflows.emergency.forms import JudgeForm, ReleaseForm
from workflows.emergency.models import Emergency
from workflows.emergency.policies import reasons_not_to_judge, reasons_not_to_release_at_once, reasons_of_the_lane
from workflows.emergency.rules import confirm_until, rule_of
from workflows.passage.editor import tell
from workflows.secrecy.actions import declare
from workflows.secrecy.enums import Act


def release(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the text and ask why it cannot wait; then release."""
    person = cast("User", request.user)
    page = get_object_or_404(Page, pk=page_id).specific
    if page.is_root() or reasons_of_the_lane(person, page=page):
        raise PermissionDenied
    text = text_of(page.get_latest_revision_as_object())
    form = ReleaseForm(
        request.POST or None, initial={"seen_sha256": digest(text)}, site=site_of_page(page), act=Act.PUBLISH
    )
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data.pop("declared", False):
                declare(person, page=page, act=Act.PUBLISH, text_sha256=form.cleaned_data["seen_sha256"])
            actions.release_at_once(person, page=page, **form.cleaned_data)
        except Refusal as refusal:
            tell(request, refusal)
            return redirect("emergency_release", page_id=page.pk)
        messages.success(request, _("“%(title)s” is public. A second person was asked to confirm.") % {"title": page})
        return redirect("wagtailadmin_home")
    context = {
        "page": page,
        "form": form,
        "text": text,
        "rule": rule_of(site_of_page(page)),
        "reasons": reasons_not_to_release_at_once(person, page=page),
        "language": page.locale.language_code,
    }
    return render(request, "workflows_emergency/release.html", context)


def judge(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """Show what was released and why; then confirm it or take it back."""
    person = cast("User", request.user)
    rows = Emergency.objects.select_related("release__revision", "page", "site", "by", "judged_by")
    emergency = get_object_or_404(rows, pk=emergency_id)
    reasons = reasons_not_to_judge(person, emergency=emergency)
    if any(reason.code == "not_entitled" for reason in reasons) and emergency.by != person:
        raise PermissionDenied
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _judge(request, person, emergency, form.cleaned_data["comment"])
    revision = emergency.release.revision
    context = {
        "emergency": emergency,
        "form": None if reasons else form,
        "reasons": reasons,
        "text": text_of(revision.as_object()) if revision else {},
        "until": confirm_until([emergency])[emergency.pk],
        "language": emergency.release.locale,
    }
    return render(request, "workflows_emergency/judge.html", context)


def _judge(request: HttpRequest, person: User, emergency: Emergency, comment: str) -> HttpResponse:
    try:
        if request.POST.get("act") == Verdict.WITHDRAWN:
            actions.take_back(person, emergency=emergency, reason=comment)
        else:
            actions.confirm(person, emergency=emergency, comment=comment)
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("emergency_judge", emergency_id=emergency.pk)
    messages.success(request, _("Thank you: your word on “%(title)s” is recorded.") % {"title": emergency.title})
    return redirect("wagtailadmin_home")
