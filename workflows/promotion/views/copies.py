"""One copy: where it comes from, in what it differs, and what becomes of it when its source changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.pages.comparison import Difference, differences
from sites.accounts.models import User
from sites.refusals import Missing, Refusal
from workflows.passage.editor import tell
from workflows.passage.kinds import is_asked
from workflows.promotion import actions
from workflows.promotion.forms import ReasonForm, SeenForm, WithdrawForm
from workflows.promotion.models import Copy, SourceEvent
from workflows.promotion.policies import (
    may_see_copy,
    reasons_not_to_answer,
    reasons_not_to_take_english,
    reasons_not_to_take_over,
    reasons_not_to_withdraw_copy,
)
from workflows.promotion.selectors import open_event, release_in_force, translations_at_source, until_of
from workflows.promotion.snapshots import snapshot_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states side by side."""

    title: str
    left: str
    right: str
    fields: list[Difference]


def copy(request: HttpRequest, copy_id: int) -> HttpResponse:
    """Show a copy beside its source, or do with it what a button says."""
    person = cast("User", request.user)
    rows = Copy.objects.select_related("page", "site", "portal", "origin__revision", "origin__agency", "by", "proposal")
    found = get_object_or_404(rows, pk=copy_id)
    if not may_see_copy(person, found):
        raise PermissionDenied
    return _do(request, person, found) if request.method == "POST" else _show(request, person, found)


def _do(request: HttpRequest, person: User, found: Copy) -> HttpResponse:
    act, here = request.POST.get("act", ""), redirect("promotion:copy", copy_id=found.pk)
    try:
        if act == "english":
            return _take_english(request, person, found)
        if act in ACTS:
            event = get_object_or_404(SourceEvent, pk=request.POST.get("event") or 0, copy=found)
            return ACTS[act](request, person, event) or here
    except Refusal as refusal:
        tell(request, refusal)
    return here


def _keep(request: HttpRequest, person: User, event: SourceEvent) -> None:
    actions.keep(person, event=event, reason=request.POST.get("reason", ""))
    messages.success(request, _("The copy stays as it is; your reason is recorded."))


def _take_over(request: HttpRequest, person: User, event: SourceEvent) -> HttpResponse:
    made = actions.take_over(person, event=event, seen_sha256=request.POST.get("seen_sha256", ""))
    messages.success(request, _("The newer version is your draft now. Look through it, then submit it."))
    return redirect("wagtailadmin_pages:edit", made.page_id)


def _take_over_and_submit(request: HttpRequest, person: User, event: SourceEvent) -> HttpResponse:
    """Take the newer version over; what readers are told of it is asked on the page from which it is submitted."""
    made = actions.take_over(person, event=event, seen_sha256=request.POST.get("seen_sha256", ""))
    return redirect("passage_change" if is_asked(made.page.specific) else "passage_declare", page_id=made.page_id)


def _withdraw(request: HttpRequest, person: User, event: SourceEvent) -> None:
    form = WithdrawForm(request.POST)
    form.is_valid()
    given = {"reason": "", "notice": "", **form.cleaned_data}
    actions.withdraw_copy(person, event=event, **given)
    messages.success(request, _("The copy was withdrawn. The unit was told."))


ACTS: dict[str, Callable[[HttpRequest, User, SourceEvent], HttpResponse | None]] = {
    "keep": _keep,
    "take_over": _take_over,
    "take_over_and_submit": _take_over_and_submit,
    "withdraw": _withdraw,
}


def _take_english(request: HttpRequest, person: User, found: Copy) -> HttpResponse:
    page = Page.objects.filter(pk=request.POST.get("page") or 0).first()
    if page is None:
        raise Missing(_("There is no such page."), code="unknown_page")
    made = actions.take_english(person, copy=found, page=page.specific)
    messages.success(request, _("Taken over as your draft. Shorten it where that is needed, then submit it."))
    return redirect("wagtailadmin_pages:edit", made.page_id)


def _show(request: HttpRequest, person: User, found: Copy) -> HttpResponse:
    event = open_event(found)
    newest = release_in_force(found.public_id, found.locale)
    context: dict[str, Any] = {
        "copy": found,
        "title": found.page.specific.get_latest_revision_as_object().title,
        "event": event,
        "until": until_of(event) if event else None,
        "newest": newest,
        "comparisons": _comparisons(found, newest),
        "events": found.events.select_related("answer__by", "release", "withdrawal").order_by("-pk"),
        "provenances": found.provenances.select_related("release", "origin").order_by("-pk"),
        "translations": [
            page
            for page in translations_at_source(found)
            if not reasons_not_to_take_english(person, copy=found, page=page)
        ],
    }
    return render(request, "workflows_promotion/copy.html", {**context, **_buttons(person, event, newest)})


def _buttons(person: User, event: SourceEvent | None, newest: Any) -> dict[str, Any]:
    if event is None:
        return {}
    return {
        "keep": None if reasons_not_to_answer(person, event=event) else ReasonForm(),
        "take_over": None
        if reasons_not_to_take_over(person, event=event)
        else SeenForm(initial={"seen_sha256": newest.text_sha256}),
        "withdraw": None if reasons_not_to_withdraw_copy(person, event=event) else WithdrawForm(),
        "blocked": reasons_not_to_take_over(person, event=event),
    }


def _comparisons(found: Copy, newest: Any) -> list[Comparison]:
    """Source then and now, where that differs; the newest of the source and the copy."""
    then = snapshot_of(found.origin.revision)
    mine = found.page.specific.get_latest_revision_as_object()
    is_newer = newest is not None and newest.text_sha256 != found.origin.text_sha256
    source = snapshot_of(newest.revision) if is_newer else then
    pairs = []
    if is_newer:
        words = _("What the unit has changed"), _("as it was taken over"), _("as the unit has it now")
        pairs.append(Comparison(*words, _changed(then, source)))
    words = _("In what the copy differs from the unit's text"), _("as the unit has it"), _("as the portal has it")
    return [*pairs, Comparison(*words, _changed(source, mine))]


def _changed(theirs: Any, mine: Any) -> list[Difference]:
    """What differs of what a person wrote; whose copy it is stands above."""
    known = {str(mine._meta.get_field(name).verbose_name) for name in ("agency", "origin")}
    return [field for field in differences(theirs, mine) if field.is_changed and field.label not in known]
