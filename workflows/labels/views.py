"""One row on the translator's desk: each field with the Vietnamese beside it."""

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.pages.comparison import word_differences
from sites.accounts.models import User
from sites.changes.kinds import Sent
from sites.languages.codes import SOURCE
from sites.refusals import Conflict, Missing, Refusal
from workflows.labels import actions
from workflows.labels.desk import standing_of
from workflows.labels.policies import covers, reasons_not_to_translate
from workflows.labels.texts import OpenedRow, opened_row, row_named, site_for
from workflows.passage.editor import tell
from workflows.translation.actions import fingerprint
from workflows.translation.enums import SegmentState
from workflows.translation.memory import suggestions
from workflows.translation.terms import terms_in
from workflows.translation.texts import Line


def row(request: HttpRequest, row_kind: str, row_number: int, locale: str) -> HttpResponse:
    """One row, or what a button on its screen says."""
    person, found = _asked(request, row_kind, row_number, locale)
    if request.method != "POST":
        return _show(request, person, found)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        return act(request, person, found) if act else _show(request, person, found)
    except Refusal as refusal:
        if _is_asked_by_script(request):
            said = [str(reason) for reason in refusal.reasons if str(reason)]
            status = 409 if isinstance(refusal, Conflict) else 400
            return JsonResponse({"code": refusal.code, "reasons": said}, status=status)
        tell(request, refusal)
        return _show(request, person, opened_row(found.kind, found.row, locale), mine=request.POST)


def memory(request: HttpRequest, row_kind: str, row_number: int, locale: str) -> HttpResponse:
    """What was written before for the Vietnamese of one field, or for one like it."""
    _person, found = _asked(request, row_kind, row_number, locale)
    site = site_for(found.row.site_number)
    try:
        line = found.line(request.GET.get("key", ""))
    except Missing:
        raise Http404 from None
    every = suggestions(line.segment, locale=locale, site=site.pk) if site else []
    offered = [one for one in every if one.wording.target != line.target]
    return render(request, "workflows_translation/memory.html", {"found": offered, "language": locale})


def _asked(request: HttpRequest, row_kind: str, row_number: int, locale: str) -> tuple[User, OpenedRow]:
    person = cast("User", request.user)
    try:
        kind, found = row_named(row_kind, row_number)
    except Missing:
        raise Http404 from None
    if not covers(person, found.site_number, locale):
        raise PermissionDenied
    return person, opened_row(kind, found, locale)


def _write(request: HttpRequest, person: User, found: OpenedRow) -> HttpResponse:
    field = request.POST.get("key", "")
    given = {name: request.POST.get(name, "") for name in ("text", "seen", "source_seen")}
    return _written(request, actions.write(person, found=found, field=field, **given), field)


def _keep(request: HttpRequest, person: User, found: OpenedRow) -> HttpResponse:
    field = request.POST.get("key", "")
    given = {name: request.POST.get(name, "") for name in ("seen", "source_seen")}
    return _written(request, actions.keep(person, found=found, field=field, **given), field)


def _handle(request: HttpRequest, person: User, found: OpenedRow) -> HttpResponse:
    actions.handle(person, found=found)
    messages.success(request, _("You handle this item now."))
    return redirect(_address(found))


def _lay_down(request: HttpRequest, person: User, found: OpenedRow) -> HttpResponse:
    actions.lay_down(person, found=found)
    messages.success(request, _("The item is free for your colleagues again."))
    return redirect(_address(found))


def _send(request: HttpRequest, person: User, found: OpenedRow) -> HttpResponse:
    result = actions.send(person, found=found, comment=request.POST.get("comment", ""))
    if isinstance(result, Sent):
        messages.success(request, result.words, buttons=[messages.button(result.path, _("Look at it"))])
    else:
        messages.success(request, _("Readers get these words now."))
    return redirect(_address(found))


ACTS: dict[str, Callable[[HttpRequest, User, OpenedRow], HttpResponse]] = {
    "write": _write,
    "keep": _keep,
    "handle": _handle,
    "lay_down": _lay_down,
    "send": _send,
}


def _written(request: HttpRequest, after: OpenedRow, field: str) -> HttpResponse:
    line = after.line(field)
    if not _is_asked_by_script(request):
        return redirect(_address(after))
    return JsonResponse(
        {
            "state": line.state,
            "label": str(SegmentState(line.state).label),
            "seen": fingerprint(line.target),
            "target": line.target,
            "counts": _counts(after),
            "terms": terms_in(site_for(after.row.site_number), after.locale)(line),
            "is_done": after.is_done,
        }
    )


def _show(request: HttpRequest, person: User, found: OpenedRow, mine: Any = None) -> HttpResponse:
    barred = reasons_not_to_translate(
        person, site_number=found.row.site_number, locale=found.locale, waits=found.proposal is not None
    )
    site = site_for(found.row.site_number)
    against = terms_in(site, found.locale)
    handler = found.translation.handled_by if found.translation else None
    context = {
        "found": found,
        "site": site,
        "source_locale": SOURCE,
        "kind": found.kind.label,
        "standing": standing_of(found, is_owed=False),
        "rows": [
            {**_row(number, line, mine, against(line)), **_choice(found, line)}
            for number, line in enumerate(found.lines, 1)
        ],
        "counts": _counts(found),
        "words": found.words,
        "barred": barred,
        "handler": handler,
        "may_handle": not barred and handler is None,
        "is_mine": handler == person,
        "may_send": not barred,
        "memory": reverse("labels:memory", args=_arguments(found)),
        "address": _address(found),
    }
    return render(request, "workflows_labels/row.html", context)


def _row(number: int, line: Line, mine: Any, terms: list[str]) -> dict[str, Any]:
    """One field as the screen shows it; what somebody wrote and could not save stands in its field."""
    is_mine = mine is not None and mine.get("key") == line.key and mine.get("act") == "write"
    before, now = word_differences(line.before, line.segment.text) if line.before else ("", "")
    return {
        "number": number,
        "line": line,
        "label": str(line.segment.label),
        "text": mine.get("text", "") if is_mine else line.target,
        "seen": fingerprint(line.target),
        "terms": terms,
        "before": before,
        "now": now,
        "height": min(6, 1 + len(line.segment.text) // 60),
    }


def _choice(found: OpenedRow, line: Line) -> dict[str, Any]:
    """Of a field that is chosen: what the row has in Vietnamese, and what may stand beside it."""
    chosen = found.kind.chosen.get(line.key)
    if chosen is None:
        return {}
    return {"shown": chosen.shown(found.row), "options": chosen.options(found.row, found.locale), "terms": []}


def _counts(found: OpenedRow) -> dict[str, int]:
    return {str(state): found.count(state) for state in SegmentState}


def _arguments(found: OpenedRow) -> tuple[str, int, str]:
    return found.kind.key, found.row.pk, found.locale


def _address(found: OpenedRow) -> str:
    return reverse("labels:row", args=_arguments(found))


def _is_asked_by_script(request: HttpRequest) -> bool:
    return request.headers.get("x-requested-with") == "XMLHttpRequest"
