"""Alive, and ready: with the state of everything that reading and publishing need."""

import json
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from psycopg_pool import PoolTimeout

from api.http.problems import OPEN_TO_ALL
from api.http.views import PublicView

NO_STORE = {**OPEN_TO_ALL, "Cache-Control": "no-store"}
LONGEST_WAIT = 120
STATE = """
select (select count(*) from api_publications_hostrow),
  coalesce(extract(epoch from now() - min(at) filter (where priority = 0)), 0)::int, count(*)
from api_publications_dirty
"""


class Healthz(PublicView):
    """`GET /healthz`."""

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The process answers."""
        return HttpResponse(b'{"status":"ok"}', content_type="application/json", headers=NO_STORE)


class Readyz(PublicView):
    """`GET /readyz`."""

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The database answers, there are sites, and nothing waits long for the drain."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(STATE)
                hosts, waited, waiting = cursor.fetchone()
        except (DatabaseError, InterfaceError, PoolTimeout):
            hosts, waited, waiting = None, None, None
        checks = {
            "database": {"ok": hosts is not None},
            "sites": {"ok": bool(hosts), "hosts": hosts},
            "publication": {"ok": waited is not None and waited < LONGEST_WAIT, "waiting": waiting, "waited": waited},
        }
        is_ready = all(check["ok"] for check in checks.values())
        body = json.dumps({"status": "ready" if is_ready else "not_ready", "checks": checks}).encode()
        return HttpResponse(body, status=200 if is_ready else 503, content_type="application/json", headers=NO_STORE)
