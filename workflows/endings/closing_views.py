"""The screen of a section that is to be closed: what lies under it, what becomes of that, and how far it is."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from cms.pages.borrowing import refuse_borrowed
from sites.accounts.models import User
from sites.refusals import Invalid, Reason, Refusal
from workflows.endings import closing
from workflows.endings.enums import ClosingState, Way
from workflows.endings.forms import ClosingForm
from workflows.endings.links import links_to
from workflows.endings.models import Closing
from workflows.endings.policies import reasons_not_to_close
from workflows.endings.under import lying_under
from workflows.endings.views import tell_in
from workflows.passage.editor import tell
from workflows.passage.policies import reasons_of_entitlement
from workflows.passage.selectors import lives_below


def close(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what lies under a section and ask what becomes of it; then do the first batch, and leave the rest."""
    person = cast("User", request.user)
    section = get_object_or_404(Page, pk=page_id).specific
    if section.depth <= 1 or reasons_of_entitlement(person, section):
        raise PermissionDenied
    if running := Closing.objects.filter(section=section).exclude(state=ClosingState.DONE).first():
        return redirect("endings_closing", closing_id=running.pk)
    reasons = reasons_not_to_close(person, section=section)
    form = ClosingForm(request.POST or None, initial={"way": Way.MOVE})
    refuse_borrowed(form, user=person)
    if request.method == "POST" and form.is_valid() and not reasons:
        try:
            row = _close(person, section, form.cleaned_data)
        except Refusal as refusal:
            tell_in(request, form, refusal)
        else:
            return redirect("endings_closing", closing_id=row.pk)
    under = lying_under(section)
    context = {
        "page": section,
        "form": form,
        "reasons": reasons,
        "under": under,
        "not_mine": closing.reasons_of_items(person, lives_below(section)[: closing.BATCH]) if not reasons else [],
        "links": links_to(section),
    }
    return render(request, "workflows_endings/close.html", context)


def _close(person: User, section: Page, values: dict[str, Any]) -> Closing:
    if values["way"] == Way.MOVE:
        if values["target"] is None:
            raise Invalid(reasons=[Reason("no_section", _("Choose a section that is public."), "target")])
        row = closing.close_by_moving(person, section=section, target=values["target"], reason=values["reason"])
    else:
        given = {name: values[name] for name in ("reason", "notice")}
        row = closing.close_by_withdrawing(person, section=section, **given)
    row = closing.carry_on(closing=row)
    row = closing.carry_on(closing=row)  # where little lay below, this finds nothing left and ends it
    if row.state == ClosingState.RUNNING:
        closing.leave_to_the_worker(row)
    return row


def progress(request: HttpRequest, closing_id: int) -> HttpResponse:
    """How far the closing of a section is."""
    row = get_object_or_404(Closing.objects.select_related("section", "site", "by", "target"), pk=closing_id)
    person = cast("User", request.user)
    if row.by != person and reasons_of_entitlement(person, row.section.specific):
        raise PermissionDenied
    return render(request, "workflows_endings/closing.html", {"closing": row, "left": max(0, row.total - row.done)})


@require_POST
def resume(request: HttpRequest, closing_id: int) -> HttpResponse:
    """Go on where it stopped."""
    row = get_object_or_404(Closing.objects.select_related("section"), pk=closing_id)
    person = cast("User", request.user)
    if reasons_of_entitlement(person, row.section.specific):
        raise PermissionDenied
    try:
        closing.resume(person, closing=row)
    except Refusal as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("It goes on."))
    return redirect("endings_closing", closing_id=row.pk)
