"""Asking for suggestions; and what was sent."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.machine.actions import suggest
from workflows.machine.faults import words_of_code
from workflows.machine.selectors import budgets_of, sendings_of, sites_of
from workflows.machine.telling import tell_what_came
from workflows.passage.editor import tell
from workflows.translation.models import Translation
from workflows.translation.policies import may_see
from workflows.translation.selectors import translates

A_SHEET = 30


@require_POST
def ask(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Suggestions for what is not translated yet."""
    person = cast("User", request.user)
    translation = get_object_or_404(Translation.objects.select_related("page", "site"), pk=translation_id)
    if not may_see(person, translation):
        raise PermissionDenied
    try:
        tell_what_came(request, suggest(person, translation=translation))
    except Refusal as refusal:
        tell(request, refusal)
    return redirect("translation:text", translation_id=translation.pk)


def index(request: HttpRequest) -> HttpResponse:
    """What may be sent, and what was sent, when, by whom, to which host."""
    person = cast("User", request.user)
    if not translates(person):
        raise PermissionDenied
    sheet = Paginator(sendings_of(person), A_SHEET).get_page(request.GET.get("page"))
    lines = [{"sending": row, "answer": getattr(row, "answer", None), "said": _said(row)} for row in sheet]
    context = {"budgets": budgets_of(sites_of(person)), "sheet": sheet, "lines": lines}
    return render(request, "workflows_machine/index.html", context)


def _said(row: object) -> str:
    answer = getattr(row, "answer", None)
    return words_of_code(answer.fault, str(getattr(row, "host", ""))) if answer else ""
