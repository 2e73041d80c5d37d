"""The screens of webhooks: a form, and one endpoint with what was tried."""

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from api.consumers.forms import ReasonForm
from api.consumers.policies import reasons_not_to_change
from api.consumers.selectors import head_number
from api.consumers.views import one_of, say
from api.webhooks import actions
from api.webhooks.actions import Drawn
from api.webhooks.changes import ENDING, ENDPOINT, SECRET, kinds_said
from api.webhooks.faults import words_of
from api.webhooks.forms import EndpointForm, ReplayForm
from api.webhooks.models import Attempt, Endpoint
from api.webhooks.policies import reasons_not_to_keep, reasons_not_to_send
from api.webhooks.selectors import attempts_of, endpoints_kept_by, line_of
from sites.accounts.models import User
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change, Sent
from sites.refusals import Refusal
from sites.refusals.forms import with_errors

A_SHEET = 30


def new(request: HttpRequest, consumer_id: int) -> HttpResponse:
    """Add an endpoint to a consumer."""
    person, consumer = one_of(request, consumer_id)
    if reasons_not_to_change(person, consumer=consumer):
        raise PermissionDenied
    return _form(request, person, EndpointForm(request.POST or None, consumer=consumer))


def edit(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Change one."""
    person, found = _one(request, endpoint_id)
    if reasons_not_to_keep(person, endpoint=found):
        raise PermissionDenied
    return _form(request, person, EndpointForm(request.POST or None, instance=found, consumer=found.consumer))


def endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """One endpoint: how it fares, what was tried; what can be done with it."""
    person, found = _one(request, endpoint_id)
    if request.method == "POST":
        return _act(request, person, found)
    head = head_number()
    sheet = Paginator(attempts_of(found), A_SHEET).get_page(request.GET.get("page"))
    context = {
        "endpoint": found,
        "consumer": found.consumer,
        "line": line_of(found, head=head),
        "head": head,
        "kinds": kinds_said(found.kinds),
        "secrets": found.secrets.select_related("drawn_by"),
        "sheet": sheet,
        "tries": [(row, words_of(row.fault)) for row in sheet],
        "may_keep": not reasons_not_to_keep(person, endpoint=found),
        "may_send": not reasons_not_to_send(person, endpoint=found),
        "reason": ReasonForm(),
        "replay": ReplayForm(),
    }
    return render(request, "api_webhooks/endpoint.html", context)


def _form(request: HttpRequest, person: User, form: EndpointForm) -> HttpResponse:
    row = form.instance
    consumer, former = row.consumer, Endpoint.objects.filter(pk=row.pk).first() if row.pk else None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            change = ENDPOINT.change(row, reason=said["why"], basis=said["why_basis"])
            result = carry_out(person, change=change)
        except Refusal as refusal:
            form = with_errors(form, refusal)
        else:
            done = _("The webhook is kept. Hand its secret out, so that something is sent.")
            messages.success(request, result.words if isinstance(result, Sent) else done)
            return redirect("consumers:consumer", consumer_id=consumer.pk)
    return render(request, "api_webhooks/form.html", {"form": form, "consumer": consumer, "endpoint": former})


def _one(request: HttpRequest, endpoint_id: int) -> tuple[User, Endpoint]:
    """The person, and an endpoint of a consumer that he keeps; nothing else is there for him."""
    person = cast("User", request.user)
    return person, get_object_or_404(endpoints_kept_by(person), pk=endpoint_id)


def _act(request: HttpRequest, person: User, found: Endpoint) -> HttpResponse:
    acts: dict[str, Callable[[], HttpResponse | None]] = {
        "draw": lambda: _draw(request, person, found),
        "test": lambda: _test(request, person, found),
        "revive": lambda: _revive(request, person, found),
        "replay": lambda: _replay(request, person, found),
        "end": lambda: _end(request, person, found),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        shown = act()
    except Refusal as refusal:
        say(request, refusal)
        shown = None
    return shown or redirect("webhooks:endpoint", endpoint_id=found.pk)


def _draw(request: HttpRequest, person: User, found: Endpoint) -> HttpResponse | None:
    """The one screen on which a secret is seen."""
    reason = request.POST.get("why", "")
    result: Any = carry_out(person, change=Change(SECRET, SECRET.data(found, reason=reason), reason=reason))
    if not isinstance(result, Drawn):
        messages.success(request, result.words)
        return None
    context = {"endpoint": found, "consumer": found.consumer, "secret": result.secret}
    return render(request, "api_webhooks/shown.html", context)


def _test(request: HttpRequest, person: User, found: Endpoint) -> None:
    attempt = actions.try_out(person, endpoint=found)
    if attempt.is_good:
        messages.success(request, _("The test arrived: answered %(status)s.") % {"status": attempt.status})
    else:
        messages.error(request, _("The test did not arrive: %(why)s") % {"why": _why(attempt)})


def _why(attempt: Attempt) -> str:
    return words_of(attempt.fault) or _("answered %(status)s.") % {"status": attempt.status}


def _revive(request: HttpRequest, person: User, found: Endpoint) -> None:
    actions.revive(person, endpoint=found)
    messages.success(request, _("It is tried again at once, from where it stands."))


def _replay(request: HttpRequest, person: User, found: Endpoint) -> None:
    form = ReplayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say a number, or a moment."))
        return
    row = actions.replay(person, endpoint=found, **form.cleaned_data)
    words = _("Everything from number %(number)s of the log on is sent again.")
    messages.success(request, words % {"number": row.position + 1})


def _end(request: HttpRequest, person: User, found: Endpoint) -> None:
    reason = request.POST.get("why", "")
    carry_out(person, change=Change(ENDING, ENDING.data(found, reason=reason), reason=reason))
    messages.success(request, _("The webhook has ended."))
