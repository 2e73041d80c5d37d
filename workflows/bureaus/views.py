"""The screens: taking out, bringing in, the report, and how far the worker is."""

from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from sites.accounts.models import User
from sites.refusals import Refusal
from workflows.bureaus import actions
from workflows.bureaus.enums import Format, Scope
from workflows.bureaus.forms import BringForm, TakeForm
from workflows.bureaus.models import Handout
from workflows.bureaus.packages import ENDINGS, PACKAGE, check_weight
from workflows.bureaus.policies import reasons_not_to_fetch
from workflows.bureaus.report import of_delivery, of_page
from workflows.bureaus.rules import limits
from workflows.bureaus.selectors import deliveries_of, handouts_of, homes_for, page_named, roots_for
from workflows.passage.editor import tell
from workflows.translation.selectors import languages_of

LATEST, A_SHEET = 8, 20
KINDS = {"po": "text/x-gettext-translation; charset=utf-8", "xlf": "application/xliff+xml", "zip": "application/zip"}


def index(request: HttpRequest, locale: str) -> HttpResponse:
    """Both ways, and what went them lately."""
    person = _translator(request, locale)
    return _show(request, person, locale, _take_form(request, person, locale), BringForm())


@require_POST
def take(request: HttpRequest, locale: str) -> HttpResponse:
    """A file at once, or the worker makes it."""
    person = _translator(request, locale)
    form = _take_form(request, person, locale, request.POST)
    if not form.is_valid():
        return _show(request, person, locale, form, BringForm())
    try:
        page = get_object_or_404(Page, pk=form.number)
        said = {name: form.cleaned_data[name] for name in ("which", "form")}
        handout = actions.take_out(person, page=page, scope=form.scope, locale=locale, **said)
        if handout.size <= limits().at_once:
            return _as_download(*actions.make(handout))
        actions.make_later(handout)
        return redirect("bureaus:taken", handout.pk)
    except Refusal as refusal:
        tell(request, refusal)
        return _show(request, person, locale, form, BringForm())


@require_POST
def bring(request: HttpRequest, locale: str) -> HttpResponse:
    """Read and compare what was brought; the report comes next."""
    person = _translator(request, locale)
    form = BringForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["brought"]
        try:
            check_weight({str(file.name): int(file.size) for file in given}, limits=limits())
            files = [(str(file.name), file.read()) for file in given]
            return redirect("bureaus:delivery", actions.bring_in(person, files=files, locale=locale).pk)
        except Refusal as refusal:
            for reason in refusal.reasons:
                form.add_error("brought", str(reason))
    return _show(request, person, locale, _take_form(request, person, locale), form)


def taken(request: HttpRequest, handout_id: int) -> HttpResponse:
    """How far a large file is, and the file."""
    handout = _handout(request, handout_id)
    context = {"handout": handout, "is_there": Handout.objects.filter(pk=handout.pk, file__isnull=False).exists()}
    return render(request, "workflows_bureaus/taken.html", context)


def fetch(request: HttpRequest, handout_id: int) -> HttpResponse:
    """The file that the worker made; one that is forgotten can be taken out anew."""
    handout = _handout(request, handout_id)
    data = Handout.objects.values_list("file", flat=True).get(pk=handout.pk)
    if not data:
        messages.error(request, _("This file is not kept any more. Take it out again."))
        return redirect("bureaus:index", handout.locale)
    ending = ".zip" if bytes(data).startswith(PACKAGE) else ENDINGS[Format(handout.form)]
    return _as_download(f"{handout.site.code}-{handout.locale}-{handout.pk}{ending}", bytes(data))


def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The report; and the word to write what it says."""
    person = cast("User", request.user)
    found = _delivery(person, delivery_id)
    if request.method == "POST":
        try:
            actions.confirm(person, delivery=found, also=request.POST.getlist("also"))
        except Refusal as refusal:
            tell(request, refusal)
        else:
            messages.success(request, _("Written into the drafts. Nothing that is public has changed."))
        return redirect("bureaus:delivery", delivery_id)
    sheet = Paginator(found.pages.order_by("position"), A_SHEET).get_page(request.GET.get("page"))
    context = {
        "delivery": found,
        "report": of_delivery(found),
        "sheet": sheet,
        "pages": [of_page(row) for row in sheet],
    }
    return render(request, "workflows_bureaus/delivery.html", context)


def progress_of_handout(request: HttpRequest, handout_id: int) -> JsonResponse:
    """How far a large file is."""
    handout = _handout(request, handout_id)
    is_there = handout.made_at is not None and handout.done == handout.size
    return JsonResponse({"done": handout.done, "total": handout.size, "waiting": 0 if is_there else 1})


def progress_of_delivery(request: HttpRequest, delivery_id: int) -> JsonResponse:
    """How far a large delivery is."""
    found: Any = _delivery(cast("User", request.user), delivery_id)
    return JsonResponse({"done": found.total - found.working, "total": found.total, "waiting": found.working})


def _translator(request: HttpRequest, locale: str) -> User:
    """Who is logged in, if he translates into that language."""
    person = cast("User", request.user)
    if locale not in languages_of(person):
        raise PermissionDenied
    return person


def _handout(request: HttpRequest, handout_id: int) -> Handout:
    handout = get_object_or_404(Handout.objects.select_related("site").defer("file"), pk=handout_id)
    if reasons_not_to_fetch(cast("User", request.user), handout=handout):
        raise PermissionDenied
    return handout


def _delivery(person: User, delivery_id: int) -> Any:
    found = deliveries_of(person).filter(pk=delivery_id).first()
    if found is None:
        raise PermissionDenied
    return found


def _take_form(request: HttpRequest, person: User, locale: str, data: Any = None) -> TakeForm:
    return TakeForm(data, offered=list(_offered(request, person, locale)), auto_id="take_%s")


def _offered(request: HttpRequest, person: User, locale: str) -> Iterator[tuple[Scope, int, str]]:
    """The one page that the address names, if the person may take it out; his sites and sections; their names alone."""
    try:
        known = page_named(person, UUID(request.GET.get("page", "")), locale=locale)
    except ValueError:
        known = None
    if known:
        yield Scope.PAGE, known[0].pk, _("The page “%(title)s” alone") % {"title": known[0].title}
    for number, name in roots_for(person, locale):
        yield Scope.BELOW, number, name
    for number, name in homes_for(person, locale):
        yield Scope.NAMES, number, _("%(site)s: names and titles alone") % {"site": name}


def _show(request: HttpRequest, person: User, locale: str, taking: TakeForm, bringing: BringForm) -> HttpResponse:
    context = {
        "language": locale,
        "languages": languages_of(person),
        "taking": taking,
        "bringing": bringing,
        "handouts": handouts_of(person).filter(locale=locale)[:LATEST],
        "deliveries": deliveries_of(person).filter(locale=locale)[:LATEST],
        "limits": limits(),
    }
    return render(request, "workflows_bureaus/index.html", context)


def _as_download(name: str, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type=KINDS[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
