"""The desk of the portal looks through the public items of the units, and asks for one."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.pages.presenters import text_of
from sites.accounts.models import User
from sites.domains.selectors import portal_or_none
from sites.refusals import Refusal
from workflows.passage.editor import tell
from workflows.promotion import actions
from workflows.promotion.enums import ProposalState
from workflows.promotion.forms import NoteForm, SearchForm
from workflows.promotion.policies import may_browse, reasons_not_to_ask
from workflows.promotion.selectors import public_items, release_in_force
from workflows.promotion.snapshots import promotable_types

A_PAGE = 20


def browse(request: HttpRequest) -> HttpResponse:
    """What is public on the component sites, the newest first."""
    person, portal = cast("User", request.user), portal_or_none()
    if portal is None or not may_browse(person):
        raise PermissionDenied
    models = {model._meta.model_name or "": model for model in promotable_types()}
    kinds = [(name, str(model._meta.verbose_name).capitalize()) for name, model in models.items()]
    form = SearchForm(request.GET or None, portal=portal, kinds=kinds)
    wanted = form.cleaned_data if form.is_valid() else {}
    model = models.get(wanted.get("kind") or "", next(iter(models.values())))
    items = _found(public_items(portal, model), wanted)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "sheet": Paginator(items, A_PAGE).get_page(request.GET.get("page")),
        "states": dict(ProposalState.choices),
        "rest": asked.urlencode(),
    }
    return render(request, "workflows_promotion/items.html", context)


def ask(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what the public reads of an item, then ask its unit for it."""
    person = cast("User", request.user)
    page = get_object_or_404(Page, pk=page_id).specific
    reasons = reasons_not_to_ask(person, page=page)
    if any(reason.code not in ("is_proposed", "is_taken") for reason in reasons):
        raise PermissionDenied
    release = release_in_force(page.translation_key, page.locale.language_code)
    if release is None or release.revision is None:
        raise PermissionDenied
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(person, page=page, **form.cleaned_data)
        except Refusal as refusal:
            tell(request, refusal)
            return redirect("promotion:ask", page_id=page.pk)
        messages.success(request, _("The unit was asked for “%(title)s”.") % {"title": made.title})
        return redirect("promotion:items")
    context = {
        "form": form,
        "reasons": reasons,
        "title": release.revision.object_str,
        "text": text_of(release.revision.as_object()),
        "language": page.locale.language_code,
    }
    return render(request, "workflows_promotion/ask.html", context)


def _found(items: Any, wanted: dict[str, Any]) -> Any:
    if wanted.get("q"):
        items = items.filter(title__unaccent__icontains=wanted["q"])
    if wanted.get("site"):
        items = items.filter(identity__site=wanted["site"])
    if wanted.get("since"):
        items = items.filter(first_published_at__date__gte=wanted["since"])
    return items
