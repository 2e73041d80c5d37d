"""What there is: the index, the OpenAPI document, its documentation."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from api.http.parameters import read_parameters
from api.http.responses import answer
from api.http.views import PublicView

INDEX = {
    "sites": "sites/",
    "site": "sites/{hostname}/",
    "navigation": "sites/{hostname}/navigation/",
    "content": "content/",
    "item": "content/{public_id}/",
    "resolve": "resolve/?path={path}",
    "schema": "schema/",
    "docs": "docs/",
}


class Index(PublicView):
    """`GET /`."""

    def read(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Links to everything; braces are to be filled in (RFC 6570)."""
        read_parameters(request, ())
        base = request.build_absolute_uri(request.path)
        return answer(request, json.dumps({name: base + path for name, path in INDEX.items()}).encode())
