"""The screens of proposed changes: lists, and one change drawn as a difference with the buttons."""

from collections.abc import Callable
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.changes import actions
from workflows.changes.announcements import whom_to_turn_to
from workflows.changes.forms import VerdictForm
from workflows.changes.models import Proposal
from workflows.changes.policies import reasons_not_to_decide, reasons_not_to_review, reasons_not_to_take_back
from workflows.changes.selectors import (
    description_of,
    kind_of,
    lines_of,
    speakers_of,
    to_review,
    until_of,
    visible_to,
    waiting_for,
)

A_PAGE = 20
PILES: dict[str, tuple[Any, Callable[[User], Any]]] = {
    "waiting": (gettext_lazy("Waiting for me"), waiting_for),
    "mine": (gettext_lazy("What I proposed"), lambda person: visible_to(person).filter(by=person)),
    "review": (gettext_lazy("Done by one person, to be looked at"), to_review),
    "all": (gettext_lazy("All that I may see"), visible_to),
}


def index(request: HttpRequest) -> HttpResponse:
    """The lists of the person at the screen."""
    person = cast("User", request.user)
    wanted = request.GET.get("pile", "")
    name = wanted if wanted in PILES else "waiting"
    piles = {key: (label, of(person)) for key, (label, of) in PILES.items()}
    sheet = Paginator(piles[name][1], A_PAGE).get_page(request.GET.get("page"))
    context = {
        "pile": name,
        "piles": [(key, label, rows.count() if key != "all" else None) for key, (label, rows) in piles.items()],
        "sheet": sheet,
        "lines": lines_of(list(sheet)),
    }
    return render(request, "workflows_changes/index.html", context)


def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show one change, or do with it what a button says."""
    person = cast("User", request.user)
    found = get_object_or_404(visible_to(person).distinct(), pk=proposal_id)
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _do(request, person, found, form.cleaned_data["comment"])
    return render(request, "workflows_changes/proposal.html", _context(person, found, form))


def _context(person: User, found: Proposal, form: VerdictForm) -> dict[str, Any]:
    described = description_of(found)
    verdict = getattr(found, "verdict", None)
    waits = verdict is None and not found.alone
    people = speakers_of(found) if verdict is None else []
    return {
        "proposal": found,
        "label": kind_of(found).label,
        "lines": described.lines,
        "verdict": verdict,
        "until": until_of([found])[found.pk] if waits else None,
        "speakers": people,
        "turn_to": whom_to_turn_to(person) if waits and not people else "",
        "form": form,
        "may_decide": not reasons_not_to_decide(person, proposal=found),
        "may_review": not reasons_not_to_review(person, proposal=found),
        "may_take_back": not reasons_not_to_take_back(person, proposal=found),
        "reasons": reasons_not_to_decide(person, proposal=found) if waits and person != found.by else [],
    }


def _do(request: HttpRequest, person: User, found: Proposal, comment: str) -> HttpResponse:
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "approve": (
            lambda: actions.approve(person, proposal=found, comment=comment),
            _("“%(title)s” was approved and carried out."),
        ),
        "refuse": (lambda: actions.refuse(person, proposal=found, reason=comment), _("“%(title)s” was refused.")),
        "take_back": (lambda: actions.take_back(person, proposal=found), _("“%(title)s” was taken back.")),
        "review": (
            lambda: actions.review(person, proposal=found, comment=comment),
            _("It is recorded that you have looked at “%(title)s”."),
        ),
    }
    act, words = acts.get(request.POST.get("act", ""), (None, ""))
    if act is None:
        raise Http404
    try:
        act()
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return redirect("changes:proposal", proposal_id=found.pk)
    messages.success(request, words % {"title": found.title})
    return redirect(reverse("changes:index"))
