"""`/healthz`, `/readyz`, `/metrics`: for whoever runs the system, not for readers."""

import hmac
import ipaddress
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from prometheus_client import CONTENT_TYPE_LATEST

from api.http.problems import OPEN_TO_ALL, Problem
from api.http.views import PublicView
from api.operations.collecting import of_database
from api.operations.figures import written
from api.operations.readiness import checks, status_of

NO_STORE = {**OPEN_TO_ALL, "Cache-Control": "no-store"}
JSON = "application/json"
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


class Healthz(PublicView):
    """`GET /healthz`."""

    throttle, reads_the_log = "", False

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The process answers."""
        return HttpResponse(b'{"status":"ok"}', content_type=JSON, headers=NO_STORE)


class Readyz(PublicView):
    """`GET /readyz`."""

    throttle, reads_the_log = "", False

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The state of each dependency; 503 where no request should come."""
        found = checks()
        status = status_of(found)
        body = json.dumps({"status": status, "checks": found}).encode()
        return HttpResponse(body, status=503 if status == "not_ready" else 200, content_type=JSON, headers=NO_STORE)


class Metrics(PublicView):
    """`GET /metrics`: with the token if there is one, otherwise from this machine only."""

    throttle, reads_the_log = "", False

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The figures, as Prometheus reads them."""
        if settings.METRICS_TOKEN:
            if not _has_token(request):
                return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})
        elif not _is_from_here(request):
            raise Problem("not_found")
        return HttpResponse(
            written() + of_database(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
        )


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").encode()
    return hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())


def _is_from_here(request: HttpRequest) -> bool:
    """From this machine, and not through a proxy on it, behind which everybody comes from here."""
    if settings.PROXIES or any(name in request.META for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
