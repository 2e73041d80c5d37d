"""What is public on a site, with the way to end it: for who decides about it and has no right to the editor."""

from collections.abc import Iterable
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Locale, Page

from sites.accounts.models import User
from workflows.endings.selectors import public_on, sites_of
from workflows.passage.policies import reasons_of_entitlement

A_PAGE = 20
LONGEST = 100


def public(request: HttpRequest) -> HttpResponse:
    """The public pages of one of the person's sites, the newest first, or those whose title has the words."""
    person = cast("User", request.user)
    sites = sites_of(person)
    site = next((one for one in sites if one.code == request.GET.get("site")), None) or next(iter(sites), None)
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    found = public_on(site, words) if site else Page.objects.none()
    sheet = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "sites": sites,
        "site": site,
        "words": words,
        "sheet": sheet,
        "lines": _lines(person, sheet),
        "rest": asked.urlencode(),
    }
    return render(request, "workflows_endings/public.html", context)


def _lines(person: User, pages: Iterable[Page]) -> list[tuple[Page, bool]]:
    """Pages, each with its language, and whether the person may end it."""
    languages = Locale.objects.in_bulk()
    found = []
    for page in pages:
        page.locale = languages[page.locale_id]
        found.append((page, not reasons_of_entitlement(person, page)))
    return found
