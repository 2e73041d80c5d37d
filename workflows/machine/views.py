"""Asking for suggestions; and what was sent."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.machine.actions import Asked, suggest
from workflows.machine.faults import words_of_code
from workflows.machine.selectors import budgets_of, sendings_of, sites_of
from workflows.passage.editor import tell
from workflows.translation.models import Translation
from workflows.translation.policies import may_see
from workflows.translation.selectors import translates

A_SHEET = 30
SHOWN = 3


@require_POST
def ask(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Suggestions for what is not translated yet."""
    person = cast("User", request.user)
    translation = get_object_or_404(Translation.objects.select_related("page", "site"), pk=translation_id)
    if not may_see(person, translation):
        raise PermissionDenied
    try:
        _say(request, suggest(person, translation=translation))
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


def _say(request: HttpRequest, asked: Asked) -> None:
    """What came, what did not, and why."""
    if asked.taken:
        words = ngettext(
            "%(number)s suggestion has come. It is machine-made: read it, mend it, save it.",
            "%(number)s suggestions have come. They are machine-made: read each, mend it, save it.",
            asked.taken,
        )
        messages.success(request, words % {"number": asked.taken})
    if asked.thrown:
        words = ngettext(
            "%(number)s suggestion was thrown away, because its marks did not come back whole: “%(texts)s”",
            "%(number)s suggestions were thrown away, because their marks did not come back whole: “%(texts)s”",
            len(asked.thrown),
        )
        texts = "”, “".join(text[:60] for text in asked.thrown[:SHOWN])
        messages.warning(request, words % {"number": len(asked.thrown), "texts": texts})
    if asked.kept_back:
        words = ngettext(
            "%(number)s segment was not sent: it holds personal data.",
            "%(number)s segments were not sent: they hold personal data.",
            asked.kept_back,
        )
        messages.info(request, words % {"number": asked.kept_back})
    if asked.fault:
        messages.error(request, asked.fault)
    elif not (asked.taken or asked.thrown or asked.kept_back):
        messages.info(request, _("There is nothing that a machine could be asked."))
