"""Reading content: the list, and one item."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from api.content import narrowing
from api.content.history import as_of, check_passed
from api.content.lists import Conditions, conditions_of, list_query, shown_of
from api.content.parameters import ITEM, LIST, PUBLIC_ID
from api.content.queries import (
    DUE_OF_ITEM,
    HEAD,
    Found,
    Question,
    answered,
    as_counted,
    ask,
    check_known,
    check_locale,
)
from api.content.serializers import ContentPage, Item
from api.content.ways import ABSENT, KNOWN, REFUSED, ended, public_id_of
from api.http.cursors import Cursor, cursor_from, page_links
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.problems import Problem
from api.http.responses import Answer, Ready, answer, sent
from api.http.views import PublicView

ONE = f"""
select {HEAD}, c.state, c.whole, c.etag, c.locale from h left join api_publications_current c
  on c.kind = 'page' and c.public_id = %(public_id)s and c.site = h.site
    and c.locale = coalesce(%(locale)s, h.first_locale)
"""  # noqa: S608
ONE_OR_FALLBACK = f"""
select {HEAD}, r.* from h left join lateral (
  select c.state, c.whole, c.etag, c.locale from api_publications_current c
  where c.kind = 'page' and c.public_id = %(public_id)s and c.site = h.site
    and c.locale in (coalesce(%(locale)s, h.first_locale), h.first_locale)
  order by (c.state = 'live') desc, (c.locale = %(locale)s) desc limit 1
) r on true
"""  # noqa: S608


class ContentList(PublicView):
    """`GET /content/`."""

    @described("list_content", ContentPage, parameters=LIST, problems=(*REFUSED, "invalid_cursor"))
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """The newest first."""
        values = read_parameters(request, LIST)
        return answer_list(request, values, conditions_of(values))


class ContentItem(PublicView):
    """`GET /content/{public_id}/`."""

    @described(
        "read_item",
        Item,
        parameters=ITEM,
        path={"public_id": PUBLIC_ID},
        problems=(*REFUSED, *ABSENT, "before_records"),
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """One item, whole."""
        values = read_parameters(request, ITEM)
        public_id = public_id_of(kwargs["public_id"])
        if values["as_of"] is not None:
            return answer_as_of(request, values, public_id)
        asked = {"public_id": public_id, "locale": values["locale"]}
        sql = ONE_OR_FALLBACK if values["fallback"] else ONE
        question = Question(sql, asked, due=DUE_OF_ITEM)
        return answered(request, values["site"], question, partial(_item, values, public_id))


def _item(values: Mapping[str, Any], public_id: UUID, found: Found) -> Ready:
    check_locale(found.head, values["locale"])
    if not len(found):
        raise Problem("not_found")
    state, whole, etag, locale = found.first
    keys = (found.head.key, f"item-{public_id}")
    if state != "live":
        raise ended(json.loads(bytes(whole)), keys)
    wanted = values["locale"] or found.head.first_locale
    body = bytes(whole) if locale == wanted else narrowing.as_fallback(bytes(whole))
    body = narrowing.of(body, values["fields"])
    return Ready(body, keys, etag if body == whole else "", {"Content-Language": locale})


def answer_as_of(request: HttpRequest, values: Mapping[str, Any], public_id: UUID) -> Answer:
    """What the public could read of an item at a moment that has passed."""
    check_passed(values["as_of"])
    head = ask(request, values["site"], KNOWN).head
    check_locale(head, values["locale"])
    locale = values["locale"] or head.first_locale
    body = narrowing.of(as_of(head, public_id, locale, values["as_of"]), values["fields"])
    return answer(request, body, keys=(head.key, f"item-{public_id}"), headers={"Content-Language": locale})


def answer_list(request: HttpRequest, values: Mapping[str, Any], conditions: Conditions) -> Answer:
    """One page of the items that meet the conditions."""
    question, make = question_of(request, values, conditions)
    if conditions.known:  # whether a filter names something follows from other sites too
        found = ask(request, values["site"], question)
        return sent(request, make(found), found.head.next_change_at)
    return answered(request, values["site"], question, make)


def question_of(
    request: HttpRequest, values: Mapping[str, Any], conditions: Conditions
) -> tuple[Question, Callable[[Found], Ready]]:
    """What is asked for one page of a list, and what makes the page of what is found."""
    cursor = cursor_from(values["cursor"], length=2)
    sql = list_query(conditions, cursor=cursor, limit=values["limit"], is_counted=values["count"])
    return Question(sql, conditions.parameters, 2, conditions.due), partial(_list, request, values, conditions, cursor)


def _list(
    request: HttpRequest, values: Mapping[str, Any], conditions: Conditions, cursor: Cursor | None, found: Found
) -> Ready:
    check_locale(found.head, values["locale"])
    check_known(conditions.known, found.padding[1])
    shown = shown_of(found, cursor=cursor, limit=values["limit"])
    links = page_links(request, shown.keys, cursor=cursor, has_more=shown.has_more)
    rest = narrowing.written({**links, **as_counted(found.padding[0])})
    fields = values["fields"]
    forms = (
        [narrowing.in_language(form, values["locale"]) for form in shown.forms]
        if values.get("fallback")
        else shown.forms
    )
    forms = forms if fields is None else [narrowing.of(form, fields) for form in forms]
    # what the forms say follows from their own tags, which are made at publication
    etag = sha256(b"".join((*shown.etags, rest, repr(fields).encode()))).hexdigest()[:32]
    return Ready(narrowing.page(forms, rest), (found.head.key, "content"), etag)
