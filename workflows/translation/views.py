"""The translator's desk: what is owed, and one text with source and target side by side."""

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from cms.pages.models import BasePage
from cms.pages.presenters import text_of
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Missing, Refusal
from workflows.passage.editor import ASKED_FIRST, tell
from workflows.passage.kinds import is_asked
from workflows.passage.knowing import may_know_of
from workflows.translation import actions
from workflows.translation.enums import SegmentState
from workflows.translation.forms import WorkForm
from workflows.translation.memory import suggestions
from workflows.translation.models import Translation
from workflows.translation.more import everything_on, names_of_kinds
from workflows.translation.policies import (
    may_see,
    reasons_not_to_handle,
    reasons_not_to_lay_down,
    reasons_not_to_write,
)
from workflows.translation.registry import desk_parts, offered_for, text_parts
from workflows.translation.selectors import languages_of, places_of
from workflows.translation.showing import counts_shown, given_in, is_asked_by_script, refused, saved, segment_shown
from workflows.translation.standing import standings_of
from workflows.translation.terms import terms_against
from workflows.translation.texts import Opened, opened

A_PAGE = 20
TALLEST = 12  # lines of a field


def index(request: HttpRequest) -> HttpResponse:
    """What a person may translate and is owed, under way or outdated."""
    person = cast("User", request.user)
    languages = languages_of(person)
    asked_for = request.GET.get("language", "")
    locale = asked_for if asked_for in languages else next(iter(languages), "")
    names = names_of_kinds()
    places = places_of(person, locale)
    sites = PublicSite.objects.filter(pk__in={site for site, _locale in places})
    form = WorkForm(request.GET, sites=list(sites), names=names)
    wanted = form.wanted
    works, total = everything_on(
        request.GET.get("page", ""), places=places, person=person, locale=locale, wanted=wanted, most=A_PAGE
    )
    asked = request.GET.copy()
    asked.pop("page", None)
    holders = User.objects.in_bulk({work.standing.handled_by for work in works if work.standing.handled_by})
    lines = [
        {
            "work": work,
            "standing": work.standing,
            "kind": names.get(work.type, ""),
            "handler": holders.get(work.standing.handled_by or 0),
        }
        for work in works
    ]
    sheet = Paginator(range(total), A_PAGE).get_page(request.GET.get("page"))
    parts = [part(request, locale) for part in desk_parts]
    context = {"languages": languages, "language": locale, "form": form, "sheet": sheet, "lines": lines, "parts": parts}
    more = {"rest": asked.urlencode(), "order": wanted.order.label}
    return render(request, "workflows_translation/index.html", {**context, **more})


@require_POST
def start(request: HttpRequest, page_id: int, locale: str) -> HttpResponse:
    """Begin a translation, or go on with it."""
    person = cast("User", request.user)
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, BasePage) or not (may_know_of(person, page) or page.live):
        raise PermissionDenied
    try:
        translation = actions.begin(person, source=page, locale=locale)
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("translation:index")
    return redirect(_segments_of(translation))


def text(request: HttpRequest, translation_id: int) -> HttpResponse:
    """One text, or what a button on its page says."""
    person, translation = _seen_by(request, translation_id)
    if request.method != "POST":
        return _show(request, person, translation)
    act = request.POST.get("act", "")
    try:
        return ACTS[act](request, person, translation) if act in ACTS else _show(request, person, translation)
    except Refusal as refusal:
        if is_asked_by_script(request):
            return refused(refusal)
        tell(request, refusal)
        return _show(request, person, translation, mine=request.POST)


def memory(request: HttpRequest, translation_id: int) -> HttpResponse:
    """What was written before for the source of one segment, or for one like it."""
    _person, translation = _seen_by(request, translation_id)
    try:
        line = opened(translation).line(request.GET.get("key", ""))
    except Missing:
        return render(request, "workflows_translation/memory.html", {"found": []}, status=404)
    every = suggestions(line.segment, locale=translation.locale, site=translation.site_id)
    found = [one for one in every if one.wording.target != line.target]
    return render(request, "workflows_translation/memory.html", {"found": found, "language": translation.locale})


def preview(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The finished page in its public form, as the draft says it now."""
    _person, translation = _seen_by(request, translation_id)
    page = cast("Page", translation.page).specific.get_latest_revision_as_object()
    name = "preview_part" if is_asked_by_script(request) else "preview"
    context = {"translation": translation, "text": text_of(page), "language": translation.locale}
    return render(request, f"workflows_translation/{name}.html", context)


def _seen_by(request: HttpRequest, translation_id: int) -> tuple[User, Translation]:
    person = cast("User", request.user)
    rows = Translation.objects.select_related("page__locale", "site", "handled_by", "shaped_after")
    translation = get_object_or_404(rows, pk=translation_id)
    if not may_see(person, translation):
        raise PermissionDenied
    return person, translation


def _write(request: HttpRequest, person: User, translation: Translation) -> HttpResponse:
    given = given_in(request, "key", "text", "seen", "source_seen")
    return _written(request, actions.write(person, translation=translation, **given), given["key"])


def _keep(request: HttpRequest, person: User, translation: Translation) -> HttpResponse:
    given = given_in(request, "key", "seen", "source_seen")
    return _written(request, actions.keep(person, translation=translation, **given), given["key"])


def _compare(request: HttpRequest, person: User, translation: Translation) -> HttpResponse:
    actions.compare_whole(person, translation=translation, source_seen=request.POST.get("source_seen", ""))
    messages.success(request, _("The whole translation is recorded as corresponding to its source."))
    return redirect("translation:text", translation_id=translation.pk)


def _handle(request: HttpRequest, person: User, translation: Translation) -> HttpResponse:
    actions.handle(person, translation=translation)
    messages.success(request, _("You handle this item now."))
    return redirect(_segments_of(translation))


def _lay_down(request: HttpRequest, person: User, translation: Translation) -> HttpResponse:
    actions.lay_down(person, translation=translation)
    messages.success(request, _("The item is free for your colleagues again."))
    return redirect("translation:text", translation_id=translation.pk)


def _submit(request: HttpRequest, person: User, translation: Translation) -> HttpResponse:
    """As the button of the editor does; what has to be said or declared first is asked on its own page."""
    page = cast("Page", translation.page)
    if is_asked(page.specific):
        return redirect("passage_change", page_id=page.pk)
    try:
        actions.submit(person, translation=translation)
    except Refusal as refusal:
        if refusal.code in ASKED_FIRST:
            return redirect("passage_declare", page_id=page.pk)
        raise
    messages.success(request, _("“%(title)s” was submitted.") % {"title": page.get_admin_display_title()})
    return redirect("translation:text", translation_id=translation.pk)


def _segments_of(translation: Translation) -> str:
    """The first segment that is open: where whoever claims a text goes on."""
    return reverse("translation:text", args=(translation.pk,)) + "#next"


ACTS: dict[str, Callable[[HttpRequest, User, Translation], HttpResponse]] = {
    "write": _write,
    "keep": _keep,
    "compare": _compare,
    "handle": _handle,
    "lay_down": _lay_down,
    "submit": _submit,
}


def _written(request: HttpRequest, after: Opened, key: str) -> HttpResponse:
    line = after.line(key)
    if not is_asked_by_script(request):
        number = [one.key for one in after.lines].index(key) + 1
        return redirect(reverse("translation:text", args=(after.translation.pk,)) + f"#segment-{number}")
    return saved(after, line, terms_against(after.translation))


def _show(request: HttpRequest, person: User, translation: Translation, mine: Any = None) -> HttpResponse:
    found = opened(translation)
    standing = next(iter(standings_of([translation.public_id], locale=translation.locale)), None)
    barred, against = reasons_not_to_write(person, translation=translation), terms_against(translation)
    offered = offered_for(found)
    context = {
        "translation": translation,
        "title": found.page.title,
        "source": found.source,
        "standing": standing,
        "rows": [
            {**segment_shown(number, line, mine, against(line), tallest=TALLEST), "offers": offered.get(line.key, ())}
            for number, line in enumerate(found.lines, 1)
        ],
        "parts": [part(request, found) for part in text_parts],
        "dropped": found.dropped,
        "counts": counts_shown(found),
        "words": sum(line.segment.words for line in found.lines),
        "is_done": found.is_done,
        "may_compare": not barred and not found.count(SegmentState.NONE) and not found.is_done,
        "barred": barred,
        "may_handle": translation.handled_by_id is None and not reasons_not_to_handle(person, translation=translation),
        "is_mine": not reasons_not_to_lay_down(person, translation=translation),
        "states": SegmentState,
    }
    return render(request, "workflows_translation/text.html", context)
