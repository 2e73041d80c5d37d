"""The screens of consumers: the list, one consumer, a form, a key."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from api.consumers.actions import Drawn, draw_key
from api.consumers.changes import CONSUMER, ENDING, ENDING_KEY, KEY, ROTATING, scopes_said
from api.consumers.enums import State
from api.consumers.forms import ConsumerForm, KeyForm, ReasonForm
from api.consumers.models import Consumer, Key
from api.consumers.policies import (
    codes_of,
    reasons_not_to_change,
    reasons_not_to_draw,
    reasons_not_to_rotate,
)
from api.consumers.registry import below, parts
from api.consumers.selectors import consumers_of, keeps_consumers, lines_of, records_of, usage_of
from sites.accounts.models import User
from sites.changes.carrying import carry_out
from sites.changes.kinds import Change, Sent
from sites.refusals import Refusal
from sites.refusals.forms import with_errors

A_SHEET = 50
RECORDS = 20


def index(request: HttpRequest) -> HttpResponse:
    """The consumers that the person keeps, and how each fares."""
    person = _person(request)
    is_ended = request.GET.get("pile") == "ended"
    rows = consumers_of(person).filter(ended_at__isnull=not is_ended)
    sheet = Paginator(rows, A_SHEET).get_page(request.GET.get("page"))
    context = {
        "sheet": sheet,
        "lines": lines_of(list(sheet)),
        "is_ended": is_ended,
        "below": [part(request) for part in below],
    }
    return render(request, "api_consumers/index.html", context)


def consumer(request: HttpRequest, consumer_id: int) -> HttpResponse:
    """One consumer: what it is, its keys, what it asks, what was done; ending it."""
    person, found = one_of(request, consumer_id)
    if request.method == "POST":
        return _end(request, person, found)
    reasons = reasons_not_to_change(person, consumer=found)
    (line,) = lines_of([found])
    context = {
        "consumer": found,
        "line": line,
        "keys": [
            {"key": row, "scopes": scopes_said(row.scopes), "may_draw": not reasons and row.state == State.GRANTED}
            for row in found.keys.all()
        ],
        "usage": usage_of(found),
        "parts": [part(request, found) for part in parts],
        "records": records_of(found)[:RECORDS],
        "may_change": not reasons,
        "ending": ReasonForm(),
    }
    return render(request, "api_consumers/consumer.html", context)


def edit(request: HttpRequest, consumer_id: int | None = None) -> HttpResponse:
    """Register a consumer, or change one."""
    if consumer_id is None:
        person, found = _person(request), None
    else:
        person, found = one_of(request, consumer_id)
        if reasons_not_to_change(person, consumer=found):
            raise PermissionDenied
    form = ConsumerForm(request.POST or None, instance=found, person=person)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        change = CONSUMER.change(form.row(), reason=said["why"], basis=said["why_basis"])
        try:
            result = carry_out(person, change=change)
        except Refusal as refusal:
            form = with_errors(form, refusal)
        else:
            messages.success(
                request,
                result.words if isinstance(result, Sent) else _("“%(name)s” is kept.") % {"name": form.instance},
            )
            return redirect("consumers:index")
    context = {"form": form, "consumer": found, "sites": codes_of(found) if found else []}
    return render(request, "api_consumers/edit.html", context)


def grant(request: HttpRequest, consumer_id: int) -> HttpResponse:
    """Grant a key."""
    person, found = one_of(request, consumer_id)
    if reasons_not_to_change(person, consumer=found):
        raise PermissionDenied
    form = KeyForm(request.POST or None, consumer=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            change = KEY.change(form.instance, reason=said["why"], basis=said["why_basis"])
            result = carry_out(person, change=change)
        except Refusal as refusal:
            form = with_errors(form, refusal)
        else:
            done = _("The key is granted; hand it out here.")
            messages.success(request, result.words if isinstance(result, Sent) else done)
            return redirect("consumers:consumer", consumer_id=found.pk)
    return render(request, "api_consumers/grant.html", {"form": form, "consumer": found})


def key(request: HttpRequest, key_id: int) -> HttpResponse:
    """One key: handing it out, replacing it, ending it."""
    rows = Key.objects.select_related("consumer", "drawn_by", "granted_by")
    found = get_object_or_404(rows, pk=key_id)
    person, owner = one_of(request, found.consumer_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _do_with_key(request, person, found, form.cleaned_data["why"])
        except Refusal as refusal:
            say(request, refusal)
            return redirect("consumers:key", key_id=found.pk)
    context = {
        "key": found,
        "consumer": owner,
        "scopes": scopes_said(found.scopes),
        "form": form,
        "may_draw": not reasons_not_to_draw(person, key=found),
        "may_rotate": not reasons_not_to_rotate(person, key=found),
        "may_end": found.state not in ("ended", "expired") and not reasons_not_to_change(person, consumer=owner),
    }
    return render(request, "api_consumers/key.html", context)


def one_of(request: HttpRequest, consumer_id: int) -> tuple[User, Consumer]:
    """The person, and a consumer that he keeps; nothing else is there for him."""
    person = _person(request)
    return person, get_object_or_404(consumers_of(person), pk=consumer_id)


def say(request: HttpRequest, refusal: Refusal) -> None:
    """Show every reason."""
    for reason in refusal.reasons:
        messages.error(request, str(reason))


def _person(request: HttpRequest) -> User:
    person = cast("User", request.user)
    if not keeps_consumers(person):
        raise PermissionDenied
    return person


def _end(request: HttpRequest, person: User, found: Consumer) -> HttpResponse:
    reason = request.POST.get("why", "")
    try:
        carry_out(person, change=Change(ENDING, ENDING.data(found, reason=reason), reason=reason))
    except Refusal as refusal:
        say(request, refusal)
    else:
        messages.success(request, _("“%(name)s” has ended, with its keys and webhooks.") % {"name": found})
    return redirect("consumers:consumer", consumer_id=found.pk)


def _do_with_key(request: HttpRequest, person: User, found: Key, reason: str) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "draw":
        return _shown(request, draw_key(person, key=found))
    if act == "rotate":
        change = Change(ROTATING, ROTATING.data(found, reason=reason), reason=reason)
        return _shown(request, carry_out(person, change=change))
    if act != "end":
        raise Http404
    carry_out(person, change=Change(ENDING_KEY, ENDING_KEY.data(found, reason=reason), reason=reason))
    messages.success(request, _("The key has ended; every process knows it within some seconds."))
    return redirect("consumers:consumer", consumer_id=found.consumer_id)


def _shown(request: HttpRequest, result: Drawn | Sent) -> HttpResponse:
    """The one screen on which a key is seen; where a second person is asked first, the way back."""
    if isinstance(result, Sent):
        messages.success(request, result.words)
        return redirect("consumers:index")
    context: dict[str, Any] = {"key": result.key, "consumer": result.key.consumer, "secret": result.secret}
    return render(request, "api_consumers/shown.html", context)
