"""The view of every public address to which something is sent: who may, how often, in which form it comes."""

import json
import logging
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext_lazy as _
from psycopg_pool import PoolTimeout
from rest_framework.views import APIView

from api.consumers.selectors import allows_origin
from api.http.parameters import hostname
from api.http.problems import OPEN_TO_ALL, Problem
from api.http.responses import answer_to, as_response
from api.http.throttles import client_address
from sites import clock
from sites.domains.models import PublicSite
from sites.domains.selectors import site_for_host
from sites.refusals import Conflict, Invalid, Missing, Refusal
from sites.rules.selectors import value_for

logger = logging.getLogger(__name__)

ALLOWED = "POST, OPTIONS"
RETRY = {"Retry-After": "5"}
HOUR = 3600
LOOPBACK = frozenset({"localhost", "127.0.0.1"})
ORIGINS = "api.origins"
PART = "data"  # the part of a multipart request that holds the JSON
MOST_BYTES = 60 * 1024 * 1024  # of a whole request; what a single file may weigh is a rule
LONGEST_KEY = 100


class WritingView(APIView):
    """Answers POST by `post`, which returns a response or raises a Problem or a refusal.

    `throttle` names the rule that says how often one address may write in an hour: {"hour": 20}.
    """

    throttle = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Write, or say why not."""
        try:
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers=_preflight(request))
            return self._write(request, **kwargs)
        except Problem as problem:
            return as_response(answer_to(problem, request))

    def _write(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            raise Problem("method_not_allowed", headers={"Allow": ALLOWED})
        try:
            site = site_of_request(request)
            check_origin(request, site)
            check_hourly(request, self.throttle)
            answer = self.post(request, site=site, **kwargs)
        except (SuspiciousOperation, UnreadablePostError) as error:
            raise Problem("bad_request") from error
        except Refusal as refusal:
            raise problem_of(refusal) from refusal
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            logger.exception("The database does not answer")
            raise Problem("unavailable", headers=RETRY) from error
        except Problem:
            raise
        except Exception as error:
            logger.exception("%s failed", request.path)
            raise Problem("internal") from error
        for name, value in _of_origin(request).items():
            answer.headers[name] = value
        return answer

    def post(self, request: HttpRequest, *, site: PublicSite, **kwargs: Any) -> HttpResponse:
        """What is done with what was sent."""
        raise NotImplementedError


def site_of_request(request: HttpRequest) -> PublicSite:
    """The site that `?site=` names, else that of the host."""
    unknown = [name for name in request.GET if name != "site"]
    if unknown:
        raise Problem("unknown_parameter", errors={name[:100]: [_("This parameter is not known.")] for name in unknown})
    try:
        name = hostname(request.GET.get("site") or request.get_host())
    except ValueError:
        raise Problem("unknown_site") from None
    if not name.isprintable():
        raise Problem("unknown_site")
    if name in LOOPBACK and "site" not in request.GET:
        found = PublicSite.objects.filter(kind="portal").first()
    else:
        found = site_for_host(name)
    if found is None:
        raise Problem("unknown_site", members={"site": name})
    return found


def check_origin(request: HttpRequest, site: PublicSite) -> None:
    """A browser says from whose page it writes: the site's own, or one that the site, or a consumer of it, lists."""
    origin = request.headers.get("Origin", "")
    if not origin or origin in value_for(ORIGINS, site=site, default=[]) or allows_origin(site, origin):
        return
    own = {host.hostname for host in site.hosts.all()}
    try:
        name = urlsplit(origin).hostname or ""
    except ValueError:
        name = ""
    if name not in own and name != request.get_host().partition(":")[0]:
        raise Problem("origin_not_allowed")


def check_hourly(request: HttpRequest, rule: str) -> None:
    """Count one act of writing of an address, for all processes together; the address itself is not kept."""
    most = int((value_for(rule, default={}) if rule else {}).get("hour", 0))
    window, since = divmod(int(clock.now().timestamp()), HOUR)
    address = sha256(client_address(request).encode()).hexdigest()[:32]
    key = f"{rule}:{window}:{address}"
    if most and not cache.add(key, 1, HOUR) and int(cache.incr(key)) > most:
        raise Problem("too_many_requests", headers={"Retry-After": str(HOUR - since)})


def sent_in(request: HttpRequest) -> tuple[Mapping[str, Any], Sequence[UploadedFile]]:
    """What was sent: an object of JSON, or a multipart request with such an object in `data` and with `files`."""
    kind = (request.content_type or "").lower()
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Problem("too_large")
    if kind == "application/json":
        return _object(request.body), ()
    if kind == "multipart/form-data":
        unknown = [name for name in (*request.POST, *request.FILES) if name not in (PART, "files")]
        if unknown:
            raise Problem("invalid_submission", errors={unknown[0][:100]: [_("This field is not known.")]})
        return _object(request.POST.get(PART, "").encode()), request.FILES.getlist("files")
    raise Problem("unsupported_media_type")


def idempotency_key(request: HttpRequest) -> str:
    """The key of the request; "" where it has none."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Problem("invalid_submission", errors={"Idempotency-Key": [_("The value is too long.")]})
    return key


def problem_of(refusal: Refusal) -> Problem:
    """A refusal of an action as a problem: at the fields that its reasons name."""
    errors: dict[str, list[str]] = {}
    for reason in refusal.reasons:
        errors.setdefault(reason.field or "submission", []).append(str(reason))
    if isinstance(refusal, Invalid):
        errors.update({name or "submission": list(words) for name, words in refusal.errors.items()})
        return Problem("invalid_submission", errors=errors)
    if isinstance(refusal, Conflict):
        return Problem("idempotency_conflict")
    if isinstance(refusal, Missing):
        return Problem("invalid_submission", errors={"form": [_("There is no such thing.")]})
    return Problem("submission_refused", errors=errors, members={"reason": refusal.code})


def _object(text: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Problem("bad_request") from error
    if not isinstance(found, dict):
        raise Problem("bad_request")
    return found


def _of_origin(request: HttpRequest) -> dict[str, str]:
    """A page of the site may read the answer; others were refused before."""
    origin = request.headers.get("Origin", "")
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"} if origin else {}


def _preflight(request: HttpRequest) -> dict[str, str]:
    check_origin(request, site_of_request(request))
    return {
        **OPEN_TO_ALL,
        "Access-Control-Allow-Origin": request.headers.get("Origin", ""),
        "Access-Control-Allow-Methods": ALLOWED,
        "Access-Control-Allow-Headers": "Content-Type, Authorization, Idempotency-Key, Accept-Language",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
        "Allow": ALLOWED,
    }
