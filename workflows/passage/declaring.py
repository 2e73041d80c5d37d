"""The page between the editor and the first desk: what the regulation asks who submits to declare (B8).

That the text is no secret; why a translation is right where it disagrees with the Vietnamese text.
"""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.pages.gate import is_home
from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites.accounts.models import User
from sites.refusals import Conflict, Refusal
from workflows.agreement.showing import beside
from workflows.boards.selectors import site_of_page
from workflows.passage import actions
from workflows.passage.editor import tell
from workflows.passage.forms import SubmitForm
from workflows.secrecy.actions import declare
from workflows.secrecy.enums import Act


def declare_and_submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the text and what is declared; then declare and submit in one."""
    person = cast("User", request.user)
    page = get_object_or_404(Page, pk=page_id).specific
    if page.is_root() or not page.permissions_for_user(person).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    text = text_of(draft)
    said = {"initial": {"seen_sha256": digest(text)}, "site": site_of_page(page), "drafts": [draft]}
    form = SubmitForm(request.POST or None, act=Act.SUBMIT, **said)
    if request.method == "POST" and form.is_valid():
        return _submit(request, person, page, form, digest(text))
    context = {"page": page, "form": form, "text": text, "language": page.locale.language_code, "beside": beside(draft)}
    return render(request, "workflows_passage/declare.html", context)


def _submit(request: HttpRequest, person: User, page: Page, form: SubmitForm, newest: str) -> HttpResponse:
    seen = form.cleaned_data["seen_sha256"]
    try:
        if seen != newest:
            raise Conflict(_("The text has changed since you opened it. Read it again."), code="text_changed")
        declare(person, page=page, act=Act.SUBMIT, text_sha256=seen)
        form.affirm(person)
        actions.submit(person, page=page)
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("wagtailadmin_pages:edit", page.pk)
    messages.success(request, _("“%(title)s” was submitted.") % {"title": page.get_admin_display_title()})
    if is_home(page):
        return redirect("wagtailadmin_home")
    return redirect("wagtailadmin_explore", page.get_parent().pk)
