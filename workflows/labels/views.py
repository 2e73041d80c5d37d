"""One row on the translator's desk: each field with the Vietnamese beside it."""

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from sites.accounts.models import User
from sites.changes.kinds import Sent
from sites.domains.models import PublicSite
from sites.languages.codes import SOURCE
from sites.refusals import Missing, Refusal
from workflows.labels import actions, helping
from workflows.labels.desk import standing_of
from workflows.labels.policies import covers, reasons_not_to_translate, sites_translated_by
from workflows.labels.texts import OpenedRow, opened_row, row_named, site_for
from workflows.machine.offering import part_of, suggested
from workflows.machine.telling import tell_what_came
from workflows.passage.editor import tell
from workflows.translation.memory import suggestions
from workflows.translation.showing import counts_shown, given_in, is_asked_by_script, refused, saved, segment_shown
from workflows.translation.terms import terms_in
from workflows.translation.texts import Line

TALLEST = 6  # lines of a field


def row(request: HttpRequest, row_kind: str, row_number: int, locale: str) -> HttpResponse:
    """One row, or what a button on its screen says."""
    person, found = _asked(request, row_kind, row_number, locale)
    if request.method != "POST":
        return _show(request, person, found)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        return act(request, person, found) if act else _show(request, person, found)
    except Refusal as refusal:
        if is_asked_by_script(request):
            return refused(refusal)
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


@require_POST
def ready(request: HttpRequest, locale: str, site_id: int) -> HttpResponse:
    """Send what is ready on a site to the second person, together."""
    person = cast("User", request.user)
    site = sites_translated_by(person, locale).get(site_id)
    if site is None:
        raise PermissionDenied
    try:
        for result in actions.send_ready(person, site=site, locale=locale):
            _tell_of(request, result)
    except Refusal as refusal:
        tell(request, refusal)
    return redirect(reverse("translation:index") + f"?language={locale}")


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
    given = given_in(request, "text", "seen", "source_seen")
    return _written(request, actions.write(person, found=found, field=field, **given), field)


def _keep(request: HttpRequest, person: User, found: OpenedRow) -> HttpResponse:
    field = request.POST.get("key", "")
    given = given_in(request, "seen", "source_seen")
    return _written(request, actions.keep(person, found=found, field=field, **given), field)


def _handle(request: HttpRequest, person: User, found: OpenedRow) -> HttpResponse:
    actions.handle(person, found=found)
    messages.success(request, _("You handle this item now."))
    return redirect(_address(found) + "#next")


def _lay_down(request: HttpRequest, person: User, found: OpenedRow) -> HttpResponse:
    actions.lay_down(person, found=found)
    messages.success(request, _("The item is free for your colleagues again."))
    return redirect(_address(found))


def _send(request: HttpRequest, person: User, found: OpenedRow) -> HttpResponse:
    _tell_of(request, actions.send(person, found=found, comment=request.POST.get("comment", "")))
    return redirect(_address(found))


def _tell_of(request: HttpRequest, result: Any) -> None:
    if isinstance(result, Sent):
        messages.success(request, result.words, buttons=[messages.button(result.path, _("Look at it"))])
    else:
        messages.success(request, _("Readers get these words now."))


def _suggest(request: HttpRequest, person: User, found: OpenedRow) -> HttpResponse:
    tell_what_came(request, helping.suggest(person, found=found))
    return redirect(_address(found) + "#next")


ACTS: dict[str, Callable[[HttpRequest, User, OpenedRow], HttpResponse]] = {
    "write": _write,
    "keep": _keep,
    "handle": _handle,
    "lay_down": _lay_down,
    "send": _send,
    "suggest": _suggest,
}


def _written(request: HttpRequest, after: OpenedRow, field: str) -> HttpResponse:
    if not is_asked_by_script(request):
        return redirect(_address(after))
    return saved(after, after.line(field), terms_in(site_for(after.row.site_number), after.locale))


def _show(request: HttpRequest, person: User, found: OpenedRow, mine: Any = None) -> HttpResponse:
    barred = reasons_not_to_translate(
        person, site_number=found.row.site_number, locale=found.locale, waits=found.proposal is not None
    )
    site = site_for(found.row.site_number)
    against = terms_in(site, found.locale)
    handler = found.translation.handled_by if found.translation else None
    offered = suggested(found)
    context = {
        "found": found,
        "site": site,
        "source_locale": SOURCE,
        "kind": found.kind.label,
        "standing": standing_of(found, is_owed=False),
        "rows": [
            {
                **segment_shown(number, line, mine, against(line), tallest=TALLEST),
                **_choice(found, line),
                "offers": offered.get(line.key, ()),
            }
            for number, line in enumerate(found.lines, 1)
        ],
        "counts": counts_shown(found),
        "words": found.words,
        "barred": barred,
        "handler": handler,
        "may_handle": not barred and handler is None,
        "is_mine": handler == person,
        "may_send": not barred,
        "memory": reverse("labels:memory", args=_arguments(found)),
        "address": _address(found),
        "help": _help(request, person, found, site),
    }
    return render(request, "workflows_labels/row.html", context)


def _help(request: HttpRequest, person: User, found: OpenedRow, site: PublicSite | None) -> SafeString:
    if site is None:
        return mark_safe("")
    reasons = helping.reasons_not_to_ask(person, found=found)
    return part_of(request, site, reasons=reasons, address=_address(found), unconfirmed=0)


def _choice(found: OpenedRow, line: Line) -> dict[str, Any]:
    """Of a field that is chosen: what the row has in Vietnamese, and what may stand beside it."""
    chosen = found.kind.chosen.get(line.key)
    if chosen is None:
        return {}
    return {"shown": chosen.shown(found.row), "options": chosen.options(found.row, found.locale), "terms": []}


def _arguments(found: OpenedRow) -> tuple[str, int, str]:
    return found.kind.key, found.row.pk, found.locale


def _address(found: OpenedRow) -> str:
    return reverse("labels:row", args=_arguments(found))
