"""Site maps (sitemaps.org): every public address of a site with those of its other languages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes

from api.content.queries import Found, Question
from api.content.sites import of_site
from api.feeds.queries import ADDRESSES_IN_A_FILE, PART, SITE_MAP
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.problems import Problem
from api.http.responses import Answer, Ready
from api.http.views import PublicView
from sites.clock import VIETNAM

XML = "application/xml"
TEXT = {"type": "string"}
HEADERS = {"Content-Type": f"{XML}; charset=utf-8"}
NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
LANGUAGES = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
PART_NAME = re.compile(r"([a-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)-(\d{1,4})-(\d{1,2})-(\d{1,5})", re.ASCII)


class SiteMap(PublicView):
    """`GET /sitemaps/{hostname}/sitemap.xml`."""

    @described(
        "read_sitemap",
        {XML: OpenApiTypes.STR},
        path={"hostname": TEXT},
        problems=("unknown_parameter", "not_found"),
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Every public address of a site; of a large one, the addresses of its parts."""
        read_parameters(request, ())
        return of_site(request, kwargs["hostname"], Question(SITE_MAP, {}, 1), _map)


class SiteMapPart(PublicView):
    """`GET /sitemaps/{hostname}/{part}.xml`."""

    @described(
        "read_part_of_sitemap",
        {XML: OpenApiTypes.STR},
        path={"hostname": TEXT, "part": TEXT},
        problems=("unknown_parameter", "not_found"),
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """The addresses of one month in one language, as the map of a large site names it."""
        read_parameters(request, ())
        return of_site(request, kwargs["hostname"], Question(PART, _range(kwargs["part"])), _part)


def _range(name: str) -> dict[str, Any]:
    """Language, month and place within it that the name of a part says; what is none is not found."""
    match = PART_NAME.fullmatch(name)
    if match is None:
        raise Problem("not_found")
    locale, year, month, number = match[1], *map(int, match.groups()[1:])
    try:
        begins = datetime(year, month, 1, tzinfo=VIETNAM)
        ends = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=VIETNAM)
    except ValueError:
        raise Problem("not_found") from None
    if number == 0 or not 1 <= year < 9998:  # noqa: PLR2004 - so that no offset leaves the calendar
        raise Problem("not_found")
    return {"locale": locale, "begins": begins, "ends": ends, "skipped": (number - 1) * ADDRESSES_IN_A_FILE}


def _map(found: Found) -> Ready:
    rows = found.rows
    if not rows:
        raise Problem("not_found")
    if rows[0][1] is None:  # no year: the addresses themselves
        return _ready(found, _written(row[4:7] for row in rows))
    place = f"{found.padding[0]}/api/v1/sitemaps/{found.head.hostname}/"
    names = "".join(f"<sitemap><loc>{escape(place + name)}.xml</loc></sitemap>" for name in _parts(rows))
    return _ready(found, f"<sitemapindex {NAMES}>{names}</sitemapindex>")


def _part(found: Found) -> Ready:
    if not len(found):
        raise Problem("not_found")
    return _ready(found, _written(found.rows))


def _ready(found: Found, content: str) -> Ready:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n'.encode()
    return Ready(body, (found.head.key, "sitemaps"), "", HEADERS)


def _parts(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The name of each part: language, year, month, number within the month."""
    for locale, year, month, count, *_none in rows:
        for number in range(1, -(-count // ADDRESSES_IN_A_FILE) + 1):
            yield f"{locale}-{year}-{month:02}-{number}"


def _written(addresses: Iterable[Sequence[Any]]) -> str:
    lines = "\n".join(_address(*address) for address in addresses)
    return f"<urlset {NAMES} {LANGUAGES}>\n{lines}\n</urlset>"


def _address(url: str, changed_at: str | None, languages: Sequence[Mapping[str, str]] | None) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(entry["hreflang"])} href={quoteattr(entry["url"])}/>'
        for entry in languages or ()
    )
    changed = f"<lastmod>{changed_at}</lastmod>" if changed_at else ""
    return f"<url><loc>{escape(url)}</loc>{changed}{others}</url>"
