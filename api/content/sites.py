"""Reading sites: the list, one site, its menus."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest

from api.content import narrowing
from api.content.parameters import NAVIGATION, ONE_SITE, SITES
from api.content.queries import COUNTED, DUE, HEAD, Found, Question, answered, as_counted, check_locale
from api.content.site_serializers import Menus, Site, SitePage
from api.http.cursors import Cursor, cursor_from, page_links
from api.http.database import rows_of
from api.http.describing import described
from api.http.parameters import hostname, read_parameters
from api.http.problems import Problem
from api.http.responses import Answer, Ready, answer
from api.http.views import PublicView
from sites import clock

HOSTNAME = {"hostname": {"type": "string"}}
REFUSED = ("unknown_locale", "unknown_parameter", "invalid_parameter")
EVERY_SITE = "kind = 'site' and state = 'live'"
SITE = f"""
select {HEAD}, c.whole, c.etag from h
left join api_publications_current c on c.kind = 'site' and c.site = h.site and c.state = 'live'
"""  # noqa: S608
MENUS = f"""
select {HEAD}, c.whole, c.etag, c.locale from h left join lateral (
  select n.whole, n.etag, n.locale from api_publications_current n where n.kind = 'navigation'
    and n.site = h.site and n.state = 'live' and (n.locale = coalesce(%(locale)s, h.first_locale)
    or (%(fallback)s and n.locale = h.first_locale))
  order by n.locale = %(locale)s desc limit 1) c on true
"""  # noqa: S608


class SiteList(PublicView):
    """`GET /sites/`."""

    @described("list_sites", SitePage, parameters=SITES, problems=(*REFUSED, "invalid_cursor"))
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """The portal and its component sites, by host name."""
        values = read_parameters(request, SITES)
        cursor = cursor_from(values["cursor"], length=1)
        rows = rows_of(_query(cursor, is_counted=values["count"]), _parameters(cursor, values["limit"]))
        count, next_change_at = rows[0][2:] if rows else (0, None)
        shown = rows[: values["limit"]]
        if cursor is not None and cursor.is_backward:
            shown.reverse()
        links = page_links(request, [(row[1],) for row in shown], cursor=cursor, has_more=len(rows) > values["limit"])
        counted = as_counted(count if values["count"] else None)
        body = narrowing.page(
            [narrowing.of(row[0], values["fields"]) for row in shown], narrowing.written({**links, **counted})
        )
        return answer(request, body, keys=("sites",), next_change_at=next_change_at)


class SiteItem(PublicView):
    """`GET /sites/{hostname}/`."""

    @described("read_site", Site, parameters=ONE_SITE, path=HOSTNAME, problems=(*REFUSED, "not_found"))
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """One site, under any of its host names."""
        values = read_parameters(request, ONE_SITE)
        return of_site(request, kwargs["hostname"], Question(SITE, {}), partial(_site, values))


class Navigation(PublicView):
    """`GET /sites/{hostname}/navigation/`."""

    @described("read_menus", Menus, parameters=NAVIGATION, path=HOSTNAME, problems=(*REFUSED, "not_found"))
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """The menus of a site in one language."""
        values = read_parameters(request, NAVIGATION)
        asked = {"locale": values["locale"], "fallback": bool(values["fallback"])}
        question = Question(MENUS, asked)
        return of_site(request, kwargs["hostname"], question, partial(_menus, values))


def _site(values: Mapping[str, Any], found: Found) -> Ready:
    if not len(found):
        raise Problem("not_found")
    whole, etag = found.first
    body = narrowing.of(bytes(whole), values["fields"])
    return Ready(body, (found.head.key, "sites"), etag if body == whole else "")


def _menus(values: Mapping[str, Any], found: Found) -> Ready:
    check_locale(found.head, values["locale"])
    if not len(found):
        raise Problem("not_found")
    whole, etag, locale = found.first
    said = narrowing.in_language(bytes(whole), values["locale"])
    body = narrowing.of(said, values["fields"])
    return Ready(body, (found.head.key, "navigation"), etag if body == whole else "", {"Content-Language": locale})


def _query(cursor: Cursor | None, *, is_counted: bool) -> str:
    order, where = "asc", EVERY_SITE
    if cursor is not None:
        order = "desc" if cursor.is_backward else "asc"
        where += f" and path {'<' if cursor.is_backward else '>'} %(last)s"
    table = "api_publications_current"
    count = f"(select count(*) from (select from {table} where {EVERY_SITE} limit {COUNTED + 1}) n)"  # noqa: S608
    columns = f"whole, path, {count if is_counted else 'null'}, ({DUE} and d.kind = 'site')"
    return f"select {columns} from {table} where {where} order by path {order} limit %(most)s"  # noqa: S608


def _parameters(cursor: Cursor | None, most: int) -> dict[str, Any]:
    return {"most": most + 1, "last": cursor.key[0] if cursor else None, "now": clock.now()}


def of_site(request: HttpRequest, name: str, question: Question, make: Callable[[Found], Ready]) -> Answer:
    """The answer about the site that the address names; what names none is not found."""
    try:
        if not name.isprintable():
            raise ValueError(name)
        return answered(request, hostname(name), question, make)
    except ValueError:
        raise Problem("not_found") from None
    except Problem as problem:
        if problem.code != "unknown_site":
            raise
        raise Problem("not_found") from problem
