"""Searching: hits with facets, and completions."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from api.content import narrowing
from api.content.parameters import LIST
from api.content.queries import COUNTED, as_counted
from api.content.ways import REFUSED
from api.http.cursors import cursor_from, page_links
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.responses import Answer, answer
from api.http.views import PublicView
from api.search.asking import hits, searched_or_corrected, suggested
from api.search.compiling import also_searched
from api.search.parameters import SEARCH, SUGGEST
from api.search.serializers import Completions, SearchPage
from api.search.suggestions import completions

NO_FILTERS: Mapping[str, Any] = {parameter.name: None for parameter in LIST}


class Search(PublicView):
    """`GET /search/?q=`."""

    throttle = "search"

    @described("search", SearchPage, parameters=SEARCH, problems=(*REFUSED, "invalid_cursor"))
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Hits, the best first. Of many hits, the newest ones and those that say it in their title are ranked."""
        values = read_parameters(request, SEARCH)
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
            "facets": _facets(found.facets, found.count),
        }
        rest = {**links, **as_counted(found.count if values["count"] else None), **told}
        body = narrowing.page(hits(rows, found.pattern, values["fields"]), narrowing.written(rest))
        head = found.found.head
        return answer(request, body, keys=(head.key, "search"), next_change_at=head.next_change_at)


class Suggest(PublicView):
    """`GET /suggest/?q=`."""

    throttle = "search"

    @described("suggest", Completions, parameters=SUGGEST, problems=REFUSED)
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Titles and tags that begin like this."""
        values = {**NO_FILTERS, **read_parameters(request, SUGGEST)}
        looked_for, found = suggested(request, values)
        items = [json.loads(bytes(form)) for (form,) in found.rows]
        found_words = completions(items, looked_for, values["q"], values["limit"])
        body = narrowing.written({"results": narrowing.only(found_words, values["fields"])})
        return answer(request, body, keys=(found.head.key, "search"), next_change_at=found.head.next_change_at)


def _facets(facets: str, count: int) -> dict[str, Any]:
    return {"is_exact": count <= COUNTED, **json.loads(facets)}
