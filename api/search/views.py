"""Searching: hits with facets, and completions."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest

from api.content import narrowing
from api.content.lists import conditions_of
from api.content.parameters import LIST
from api.content.queries import COUNTED, Fresh, Question, as_counted, kept_or_fresh
from api.content.ways import REFUSED
from api.http.cursors import cursor_from, page_links
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.responses import Answer, Ready
from api.http.shelf import searches
from api.http.views import PublicView
from api.search.asking import hits, searched_or_corrected, suggested
from api.search.compiling import also_searched
from api.search.corrections import FEW
from api.search.facets import facets_of
from api.search.parameters import SEARCH, SUGGEST
from api.search.serializers import Completions, SearchPage
from api.search.suggestions import completions
from sites import clock

NO_FILTERS: Mapping[str, Any] = {parameter.name: None for parameter in LIST}


class Search(PublicView):
    """`GET /search/?q=`."""

    throttle = "search"

    @described("search", SearchPage, parameters=SEARCH, problems=(*REFUSED, "invalid_cursor"))
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Hits, the best first. Of many hits, the newest ones and those that say it in their title are ranked."""
        values = read_parameters(request, SEARCH)
        return _kept(request, values, partial(_found, request, values))


class Suggest(PublicView):
    """`GET /suggest/?q=`."""

    throttle = "search"

    @described("suggest", Completions, parameters=SUGGEST, problems=REFUSED)
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Titles and tags that begin like this."""
        values = {**NO_FILTERS, **read_parameters(request, SUGGEST)}
        return _kept(request, values, partial(_completed, request, values))


def _kept(request: HttpRequest, values: Mapping[str, Any], make: Callable[[], Fresh]) -> Answer:
    """What the process keeps, if it holds. Which words are taken for the same follows from the day."""
    still = Question("", {}, due=conditions_of(values).due)
    day = clock.today().isoformat()
    return kept_or_fresh(request, values["site"], still, make, on=searches, follows_from=day)


def _found(request: HttpRequest, values: Mapping[str, Any]) -> Fresh:
    """A page of hits. What was probably meant follows from the words of all sites."""
    cursor = cursor_from(values["cursor"], length=3)
    found, did_you_mean = searched_or_corrected(request, values, cursor)
    every = found.found.rows
    rows = every[: values["limit"]]
    if cursor is not None and cursor.is_backward:
        rows.reverse()
    keys = [(str(score), sort_at.isoformat(), str(public_id)) for *_form, score, sort_at, public_id in rows]
    has_more = len(every) > values["limit"]
    links = page_links(request, keys, cursor=cursor, has_more=has_more, instead={"q": found.words})
    told = {
        "did_you_mean": did_you_mean,
        "also_searched": also_searched(found.wanted),
        "facets": {"is_exact": found.count <= COUNTED, **facets_of(found.facets)},
    }
    rest = {**links, **as_counted(found.count if values["count"] else None), **told}
    body = narrowing.page(hits(rows, found.pattern, values["fields"]), narrowing.written(rest))
    is_of_the_site = not found.is_about_others and (cursor is not None or found.count >= FEW)
    return Fresh(found.found.head, Ready(body, (found.found.head.key, "search")), is_of_the_site)


def _completed(request: HttpRequest, values: Mapping[str, Any]) -> Fresh:
    looked_for, found = suggested(request, values)
    items = [json.loads(bytes(form)) for (form,) in found.rows]
    found_words = completions(items, looked_for, values["q"], values["limit"])
    body = narrowing.written({"results": narrowing.only(found_words, values["fields"])})
    return Fresh(found.head, Ready(body, (found.head.key, "search")))
