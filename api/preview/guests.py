"""For people without an account: the page behind a link, and the plain page for where no frontend shows drafts."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from api.http.problems import Problem
from api.preview import actions
from api.preview.asking import Closed, Opened, answered, opened, refused
from api.preview.enums import Way, Why
from api.preview.frontends import filled
from api.preview.models import Permit
from api.preview.plainly import pictures_in, slots_of, text_with_addresses, titles_in
from api.preview.presenting import Shown, home_with, shown
from api.preview.recording import note_refused
from api.preview.selectors import address_for, permit_of_link, why_link_is_closed
from api.preview.views import PRIVATE
from sites.refusals import Missing, Refusal

CLOSED, TOO_MANY, ABSENT = 403, 429, 404


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the link shows and until when; the button uses it up, so that no program that only looks does."""
    try:
        permit = permit_of_link(token)
        why = why_link_is_closed(permit) if permit else Why.UNKNOWN
        if why:
            return _closed(request, refused(request, permit, Way.LINK, why).why)
        if request.method != "POST":
            return _with_its_origin(_private(render(request, "api_preview/link.html", {"permit": permit})))
        return _use(request, token, permit)
    except Problem:
        return _too_many(request)


def _use(request: HttpRequest, word: str, permit: Permit | None) -> HttpResponse:
    try:
        given = actions.use_link(word=word)
    except Refusal as refusal:  # another was faster
        why = Why(refusal.code)
        note_refused(request, permit, Way.LINK, why)
        return _closed(request, why)
    return _private(HttpResponseRedirect(where_to_see(given.permit, given.word)))


@sensitive_variables("word")
@require_safe
def plain(request: HttpRequest) -> HttpResponse:
    """A draft on a page of our own: what the frontend would be given, without its design."""
    word = request.GET.get("token", "")
    try:
        return _shown(request, opened(request, word, Way.PLAIN), word)
    except Closed as closed:
        return _closed(request, closed.why)
    except Problem:
        return _too_many(request)


def where_to_see(permit: Permit, word: str) -> str:
    """The address at which the drafts of a permit are shown: the frontend's, or that of our own page."""
    text = permit.texts.order_by("position").first()
    template = address_for(permit.site, text.locale if text else "")
    return filled(template or "/preview/plain/?token={token}", word)


def _shown(request: HttpRequest, found: Opened, word: str) -> HttpResponse:
    context: dict[str, Any] = {"permit": found.permit, "word": word, "homes": _languages(found)}
    if (locale := request.GET.get("home", "")) in context["homes"]:
        return _front(request, found, locale, context)
    forms = _presented(request, found, shown(found.drafts, word=word, moment=found.moment))
    one = _chosen(request, found, forms)
    if one is None:
        answered(found.permit, Way.PLAIN)
        context["lines"] = [(number, json.loads(form.list_form)) for number, form in enumerate(forms)]
        return _private(render(request, "api_preview/list.html", context))
    answered(found.permit, Way.PLAIN, one.draft.text)
    whole = json.loads(one.whole)
    context |= {
        "text": text_with_addresses(one, whole),
        "whole": whole,
        "picture_addresses": pictures_in(one.frame),
        "public_titles": titles_in(whole),
        "language": one.draft.text.locale,
    }
    return _private(render(request, "api_preview/plain.html", context))


def _front(request: HttpRequest, found: Opened, locale: str, context: dict[str, Any]) -> HttpResponse:
    """The front page of the site, with the drafts among what is public."""
    try:
        home = home_with(found.drafts, locale, word=context["word"], moment=found.moment)
    except Missing:
        return _closed(request, Why.GONE)
    whole = json.loads(_presented(request, found, home))
    answered(found.permit, Way.PLAIN)
    context |= {"whole": whole, "slots": slots_of(whole, found.drafts), "language": locale}
    return _private(render(request, "api_preview/front.html", context))


def _presented[Form](request: HttpRequest, found: Opened, form: Form | None) -> Form:
    """What was made of the drafts. Raises Closed where one cannot be shown as it would be published."""
    if form is None:
        raise refused(request, found.permit, Way.PLAIN, Why.HELD)
    return form


def _languages(found: Opened) -> list[str]:
    """Of which homes the drafts may change the front page."""
    return list(dict.fromkeys(draft.text.locale for draft in found.drafts))


def _chosen(request: HttpRequest, found: Opened, forms: list[Shown]) -> Shown | None:
    """Which draft; None for the list of a bundle."""
    if found.permit.bundle_id is None:
        return forms[0]
    number = request.GET.get("item", "")
    return next((form for index, form in enumerate(forms) if str(index) == number), None)


def _closed(request: HttpRequest, why: Why) -> HttpResponse:
    status = ABSENT if why == Why.UNKNOWN else CLOSED
    return _private(render(request, "api_preview/closed.html", {"why": why}, status=status))


def _too_many(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "api_preview/closed.html", {"why": None}, status=TOO_MANY))


def _private(response: HttpResponse) -> HttpResponse:
    for header, value in PRIVATE.items():
        response.headers[header] = value
    return response


def _with_its_origin(response: HttpResponse) -> HttpResponse:
    """Let the browser say to us, and to nobody else, from where the button was pressed: else it is taken for forged."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response
