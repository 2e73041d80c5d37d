"""The view of every public address: lean on the way in, well-mannered on the way out.

It is an `APIView` so that it can be described, but nothing is negotiated or authenticated on the way.
"""

import logging
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from psycopg_pool import PoolTimeout
from rest_framework.views import APIView

from api.http.callers import with_key_state
from api.http.lifetimes import Deprecation
from api.http.problems import Problem
from api.http.reading import answered
from api.http.responses import PREFLIGHT, Answer, answer_to, as_response
from api.http.throttles import check_throttle

logger = logging.getLogger(__name__)

READING = ("GET", "HEAD")
RETRY = {"Retry-After": "5"}


class PublicView(APIView):
    """Answers GET and HEAD by `get`, which returns a response or raises a Problem.

    `throttle` names the limit under which it counts (`REQUESTS_A_MINUTE`); "" is never throttled. `reads_the_log` says
    that it reads what is public and nothing else. What is to go says so by `deprecated`.
    """

    throttle = "read"
    reads_the_log = True  # and that alone, so that a replica may answer
    deprecated: Deprecation | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Read, or say why not."""
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        given = self.answered(request, **kwargs)
        return as_response(given) if isinstance(given, Answer) else given

    def answered(self, request: HttpRequest, **kwargs: Any) -> Answer | HttpResponse:
        """What is sent to a reader, whichever way he came (`api.operations.door` asks for it without Django)."""
        try:
            given = self._read(request, **kwargs)
        except Problem as problem:
            given = answer_to(problem, request)
        if self.deprecated is not None and isinstance(given, Answer):
            given = replace(given, headers={**given.headers, **self.deprecated.headers})
        return with_key_state(request, given) if "HTTP_AUTHORIZATION" in request.META else given

    def _read(self, request: HttpRequest, **kwargs: Any) -> Answer | HttpResponse:
        if request.method not in READING:
            raise Problem("method_not_allowed", headers={"Allow": PREFLIGHT["Allow"]})
        try:
            check_throttle(request, self.throttle)
            read = partial(self.get, request, **kwargs)
            return answered(read) if self.reads_the_log else read()
        except SuspiciousOperation as error:
            raise Problem("bad_request") from error
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            logger.exception("The database does not answer")
            raise Problem("unavailable", headers=RETRY) from error
        except Problem:
            raise
        except Exception as error:
            logger.exception("%s failed", request.path)
            raise Problem("internal") from error

    def get(self, request: HttpRequest, **kwargs: Any) -> Answer | HttpResponse:
        """What this address answers."""
        raise NotImplementedError
