"""What robots are told of each site (RFC 9309)."""

import json
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from api.content.queries import Found, Question, answered
from api.content.sites import SITE, of_site
from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.problems import Problem
from api.http.responses import Answer, Ready, answer
from api.http.views import PublicView

TEXT = "text/plain"
HEADERS = {"Content-Type": f"{TEXT}; charset=utf-8"}
OPEN = """User-agent: *
Disallow:

Sitemap: {base}/api/v1/sitemaps/{hostname}/sitemap.xml
"""
# Robots are let in: they can take an address out of their index only where they may read that it has ended.
CLOSED = """# {hostname} is closed{successor}. Its addresses tell what became of them.
User-agent: *
Disallow:
"""
NO_SITE = """User-agent: *
Disallow: /
"""


class Robots(PublicView):
    """`GET /robots/{hostname}.txt`, for frontends that serve it as the `robots.txt` of their host."""

    @described(
        "read_robots",
        {TEXT: OpenApiTypes.STR},
        path={"hostname": {"type": "string"}},
        problems=("unknown_parameter", "not_found"),
    )
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """The `robots.txt` of a site: everything may be read, and where its map is."""
        read_parameters(request, ())
        return of_site(request, kwargs["hostname"], Question(SITE, {}), _of_site)


class RobotsAtRoot(PublicView):
    """`GET /robots.txt` of the host that is asked; a host that is no site is none of robots' business."""

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """That of the site of the host."""
        try:
            return answered(request, None, Question(SITE, {}), _of_site)
        except (Problem, DisallowedHost):
            return answer(request, NO_SITE.encode(), headers=HEADERS)


def _of_site(found: Found) -> Ready:
    if not len(found):
        raise Problem("not_found")
    site = json.loads(bytes(found.first[0]))
    words = {"hostname": site["hostname"], "base": site["url"].rstrip("/")}
    if site["state"] == "open":
        text = OPEN.format(**words)
    else:
        successor = f", {site['successor']} took its place" if site["successor"] else ""
        text = CLOSED.format(**words, successor=successor)
    return Ready(text.encode(), (found.head.key, "sites"), "", HEADERS)
