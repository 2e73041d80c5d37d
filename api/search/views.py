"""Searching: hits with facets, and completions."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from api.content import narrowing
from api.content.lists import conditions_of
from api.content.parameters import LIST
from api.content.queries import COUNTED, Question, as_counted, ask, check_known, check_locale
from api.content.ways import REFUSED
from api.http.cursors import cursor_from, page_links
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.responses import Answer, answer
from api.http.views import PublicView
from api.search.highlights import marked, pattern_of, snippet
from api.search.parameters import SEARCH, SUGGEST
from api.search.phrases import sought
from api.search.queries import SETTINGS, search_query
from api.search.serializers import Completions, SearchPage
from api.search.suggestions import completions, suggest_query

NO_FILTERS: Mapping[str, Any] = {parameter.name: None for parameter in LIST}


class Search(PublicView):
    """`GET /search/?q=`."""

    throttle = "search"

    @described("search", SearchPage, parameters=SEARCH, problems=(*REFUSED, "invalid_cursor"))
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Hits, the best first. Of many hits, the newest ones and those that say it in their title are ranked."""
        values = read_parameters(request, SEARCH)
        cursor = cursor_from(values["cursor"], length=3)
        conditions = conditions_of(values)
        phrases = sought(values["q"])
        words = [word for phrase in phrases for word in phrase]
        sql = search_query(conditions, words=values["q"], sought=words, cursor=cursor, most=values["limit"])
        found = ask(request, values["site"], Question(sql, conditions.parameters, 4, conditions.due, SETTINGS))
        check_locale(found.head, values["locale"])
        count, known, facets, stems = found.padding
        check_known(conditions.known, known)
        every = found.rows
        rows = every[: values["limit"]]
        if cursor is not None and cursor.is_backward:
            rows.reverse()
        keys = [(str(score), sort_at.isoformat(), str(public_id)) for *_form, score, sort_at, public_id in rows]
        links = page_links(request, keys, cursor=cursor, has_more=len(every) > values["limit"])
        rest = {**links, **as_counted(count if values["count"] else None), "facets": _facets(facets, count)}
        pattern = pattern_of(phrases, dict(zip(words, stems or (), strict=False)))
        body = narrowing.page(_hits(rows, pattern, values["fields"]), narrowing.written(rest))
        return answer(request, body, keys=(found.head.key, "search"), next_change_at=found.head.next_change_at)


class Suggest(PublicView):
    """`GET /suggest/?q=`."""

    throttle = "search"

    @described("suggest", Completions, parameters=SUGGEST, problems=REFUSED)
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Titles and tags that begin like this."""
        values = read_parameters(request, SUGGEST)
        conditions = conditions_of({**NO_FILTERS, **values})
        sql = suggest_query(conditions, values["q"])
        found = ask(request, values["site"], Question(sql, conditions.parameters, due=conditions.due))
        check_locale(found.head, values["locale"])
        items = [json.loads(bytes(form)) for (form,) in found.rows]
        found_words = completions(items, values["q"], values["limit"])
        body = narrowing.written({"results": narrowing.only(found_words, values["fields"])})
        return answer(request, body, keys=(found.head.key, "search"), next_change_at=found.head.next_change_at)


def _facets(facets: str, count: int) -> dict[str, Any]:
    return {"is_exact": count <= COUNTED, **json.loads(facets)}


def _hits(rows: list[tuple[Any, ...]], pattern: re.Pattern[str] | None, fields: Sequence[str] | None) -> list[bytes]:
    """The hits with their highlights: the bytes of the list with a little more behind them."""
    hits = []
    for form, (title, summary, tags, names, text), *_key in rows:
        highlights = {"title": marked(title, pattern), "snippet": snippet((text, summary, tags, names), pattern)}
        hits.append(narrowing.of(narrowing.with_more(bytes(form), {"highlights": highlights}), fields))
    return hits
