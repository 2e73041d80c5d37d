"""The page where a writer says what kind of change of a public text he submits, and what readers are told of it."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.pages.comparison import differences
from cms.pages.models import BasePage
from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.agreement.showing import beside
from workflows.boards.selectors import site_of_page
from workflows.passage import actions
from workflows.passage.editor import tell
from workflows.passage.enums import Cause
from workflows.passage.forms import ChangeForm
from workflows.passage.kinds import guarded_in, is_asked, minor_rule, words_of
from workflows.passage.policies import reasons_not_to_say, reasons_not_to_submit
from workflows.passage.selectors import latest
from workflows.secrecy.actions import declare
from workflows.secrecy.enums import Act


def change(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what differs from the public text and ask what that is; then submit."""
    person = cast("User", request.user)
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, BasePage) or not page.permissions_for_user(person).can_edit() or not is_asked(page):
        raise PermissionDenied
    before = latest(page.pk)
    said = {"cause": before.cause, "notice": before.notice} if before and before.state == "returned" else {}
    draft = page.get_latest_revision_as_object()
    form = ChangeForm(request.POST or None, initial=said, site=site_of_page(page), act=Act.SUBMIT, drafts=[draft])
    if request.method == "POST" and form.is_valid():
        try:
            _submit(person, page, form)
        except Refusal as refusal:
            _tell(request, form, refusal)
        else:
            messages.success(request, _("“%(title)s” was submitted.") % {"title": page.get_admin_display_title()})
            return redirect("wagtailadmin_home")
    return render(request, "workflows_passage/change.html", _context(person, page, draft, form))


def _submit(person: User, page: BasePage, form: ChangeForm) -> None:
    said = form.cleaned_data
    if said.get("declared"):
        declare(person, page=page, act=Act.SUBMIT)
    form.affirm(person)
    actions.submit(person, page=page, cause=said["cause"], notice=said["notice"], comment=said["comment"])


def _tell(request: HttpRequest, form: ChangeForm, refusal: Refusal) -> None:
    """What is about a field stands at the field."""
    others = [reason for reason in refusal.reasons if reason.field not in form.fields]
    for reason in refusal.reasons:
        if reason.field in form.fields:
            form.add_error(reason.field, str(reason))
    if others:
        tell(request, type(refusal)(reasons=others))


def _context(person: User, page: BasePage, draft: BasePage, form: ChangeForm) -> dict[str, Any]:
    guarded = guarded_in(page, draft)
    minor = {"page": page, "cause": Cause.MINOR, "notice": "", "guarded": guarded}
    return {
        "page": page,
        "form": form,
        "beside": beside(draft),
        "fields": [field for field in differences(page, draft) if field.is_changed],
        "reasons": reasons_not_to_submit(person, page=page),
        "guarded": words_of(guarded),
        "not_minor": reasons_not_to_say(person, **minor),  # type: ignore[arg-type]
        "rule": minor_rule(site_of_page(page)),
    }
