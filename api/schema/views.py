"""What there is: the index, the OpenAPI document, its documentation."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api.http.describing import described
from api.http.parameters import Parameter, one_of, read_parameters
from api.http.problems import LANGUAGES, language_of
from api.http.responses import Answer, answer
from api.http.views import PublicView
from api.schema.documents import operations, problems, shapes, written_document

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
INDEX = {
    "sites": "sites/",
    "site": "sites/{hostname}/",
    "navigation": "sites/{hostname}/navigation/",
    "agencies": "agencies/",
    "content": "content/",
    "item": "content/{public_id}/",
    "notices": "notices/",
    "archive": "archive/",
    "resolve": "resolve/{?path}",
    "changes": "changes/{?since}",
    "feed": "feeds/{hostname}/{section}.rss",
    "site_feed": "feeds/{hostname}.rss",
    "sitemap": "sitemaps/{hostname}/sitemap.xml",
    "robots": "robots/{hostname}.txt",
    "search": "search/{?q}",
    "suggest": "suggest/{?q}",
    "contributions": "contributions/",
    "tracking": "tracking/{code}/",
    "schema": "schema/",
    "docs": "docs/",
}
LANGUAGE = Parameter("locale", one_of(lambda: LANGUAGES), "Language of the page.")


class Links(serializers.Serializer[Any]):
    """Addresses of everything; braces are to be filled in (RFC 6570)."""

    def get_fields(self) -> dict[str, Any]:
        """One for each part of the API."""
        return {name: serializers.CharField() for name in INDEX}


class Index(PublicView):
    """`GET /`."""

    @described("index", Links)
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """Links to everything below."""
        read_parameters(request, ())
        base = request.build_absolute_uri(request.path)
        links = {name: base + path for name, path in INDEX.items()}
        return answer(request, json.dumps(links).encode(), keys=("index",))


class Schema(PublicView):
    """`GET /schema/`."""

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """The OpenAPI 3.1 document."""
        read_parameters(request, ())
        return answer(request, written_document(), keys=("schema",))


class Docs(PublicView):
    """`GET /docs/`: the document for people, with guides, from files of this installation only."""

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, **kwargs: Any) -> Answer:
        """In the reader's language, or in the one asked for."""
        asked = read_parameters(request, (LANGUAGE,))["locale"]
        language = asked or language_of(request)
        context = {
            "product": settings.WAGTAIL_SITE_NAME,
            "language": language,
            "languages": LANGUAGES,
            "guides": f"api_schema/guides.{language}.html",
            "operations": operations(language),
            "shapes": shapes(language),
            "problems": problems(language),
        }
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Language": language,
            "Content-Security-Policy": POLICY,
            **({} if asked else {"Vary": "Accept-Language"}),
        }
        page = render_to_string("api_schema/docs.html", context)
        return answer(request, page.encode(), keys=("docs",), headers=headers)
