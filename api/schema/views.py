"""What there is: the index, the OpenAPI document, its documentation."""

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework import serializers

from api.http.describing import described
from api.http.parameters import read_parameters
from api.http.responses import answer
from api.http.views import PublicView

ADDRESSES = "api.http.urls"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
INDEX = {
    "sites": "sites/",
    "site": "sites/{hostname}/",
    "navigation": "sites/{hostname}/navigation/",
    "content": "content/",
    "item": "content/{public_id}/",
    "resolve": "resolve/{?path}",
    "schema": "schema/",
    "docs": "docs/",
}


class Links(serializers.Serializer[Any]):
    """Addresses of everything; braces are to be filled in (RFC 6570)."""

    def get_fields(self) -> dict[str, Any]:
        """One for each part of the API."""
        return {name: serializers.CharField() for name in INDEX}


class Index(PublicView):
    """`GET /`."""

    @described("index", Links)
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Links to everything below."""
        read_parameters(request, ())
        base = request.build_absolute_uri(request.path)
        return answer(request, json.dumps({name: base + path for name, path in INDEX.items()}).encode())


class Schema(PublicView):
    """`GET /schema/`."""

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The OpenAPI 3.1 document."""
        read_parameters(request, ())
        return answer(request, document(), keys=("schema",))


class Docs(SpectacularSwaggerSplitView):
    """`GET /docs/`: the document for people, from files of this installation only."""

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """It runs our own scripts and asks our own server, nobody else's."""
        answered = super().finalize_response(request, response, *args, **kwargs)
        answered["Content-Security-Policy"] = POLICY
        return answered


@cache
def document() -> bytes:
    """The OpenAPI document; the same for every reader, as long as the process lives."""
    generated = SchemaGenerator(urlconf=ADDRESSES).get_schema(request=None, public=True)
    return json.dumps(generated, ensure_ascii=False, default=str).encode()
