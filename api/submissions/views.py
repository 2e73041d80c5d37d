"""Receiving contributions, and saying where they stand."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from api.http.describing import PROBLEM, ProblemSerializer, described
from api.http.parameters import read_parameters
from api.http.problems import OPEN_TO_ALL, Problem
from api.http.views import PublicView
from api.http.writing import WritingView, idempotency_key, sent_in
from api.submissions.serializers import ContributionRequest, SubmissionReceipt, Tracked
from sites.clock import VIETNAM
from sites.domains.models import PublicSite
from workflows.contributions.actions import FileData, Sent, receive
from workflows.contributions.enums import State
from workflows.contributions.models import Contribution
from workflows.contributions.selectors import tracked

STATES = {
    State.SENT: "received",
    State.SORTED: "examined",
    State.TAKEN: "taken",
    State.RETURNED: "returned",
    State.REFUSED: "refused",
}
MOST_FILES = 12
REFUSED = {
    400: "unknown_site, unknown_parameter, bad_request, invalid_submission",
    403: "submission_refused, origin_not_allowed",
    409: "idempotency_conflict",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
}


class Contributions(WritingView):
    """`POST /contributions/`."""

    throttle = "contributions.throttle"

    @extend_schema(
        operation_id="send_contribution",
        parameters=[
            OpenApiParameter(
                "site", str, OpenApiParameter.QUERY, description="Host name of the site; without it, the host asked."
            ),
            OpenApiParameter(
                "Idempotency-Key",
                str,
                OpenApiParameter.HEADER,
                description="A name of the request: sent again it is answered with the first receipt.",
            ),
        ],
        request={"application/json": ContributionRequest},
        responses={
            (201, "application/json"): SubmissionReceipt,
            **{(status, PROBLEM): OpenApiResponse(ProblemSerializer, codes) for status, codes in REFUSED.items()},
        },
        auth=[],
    )
    def post(self, request: HttpRequest, *, site: PublicSite, **kwargs: Any) -> HttpResponse:
        """Send news, an article or pictures to the editors of a site, as JSON, or as multipart with files."""
        data, files = sent_in(request)
        values = _checked(data, files)
        key = idempotency_key(request)
        brought = [_brought(file, said) for file, said in zip(files, _said(values, len(files)), strict=True)]
        sent = Sent(
            form=values["form"],
            sender=values["sender"],
            values=values["answers"],
            files=brought,
            declared="yes" if values["declared"] else "",
        )
        named = (key, _hash_of(values, brought)) if key else ("", "")
        try:
            row = receive(site=site, sent=sent, key=named)
        except IntegrityError:  # the same key at the same moment: the other one made it
            row = receive(site=site, sent=sent, key=named)
        return _answer(_receipt(request, row), 201)


class Tracking(PublicView):
    """`GET /tracking/{code}/`."""

    reads_the_log = False

    @described("track", Tracked, path={"code": {"type": "string"}}, problems=("unknown_parameter", "not_found"))
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Where something that was sent stands, and until when an answer is due."""
        read_parameters(request, ())
        code = kwargs["code"]
        row = tracked(code) if code.isprintable() and code.isascii() else None
        if row is None:
            raise Problem("not_found")
        return _answer({"tracking_code": row.code, "state": state_of(row), "due_at": None}, 200)


def state_of(row: Contribution) -> str:
    """The state in the words of the API."""
    return "published" if row.published_at else STATES[State(row.state)]


def _checked(data: Mapping[str, Any], files: Sequence[UploadedFile]) -> dict[str, Any]:
    checked = ContributionRequest(data=data)
    unknown = sorted(set(data) - set(checked.fields))
    errors: dict[str, Any] = {name[:100]: [_("This field is not known.")] for name in unknown}
    if not checked.is_valid():
        errors |= {name: _words(found) for name, found in checked.errors.items()}
    elif not checked.validated_data["consented"]:
        errors["consented"] = [_("Agree to the use of your data.")]
    if len(files) > MOST_FILES:
        errors["files"] = [_("At most %(most)s files are taken.") % {"most": MOST_FILES}]
    if errors:
        raise Problem("invalid_submission", errors=errors)
    return dict(checked.validated_data)


def _words(found: Any) -> list[str]:
    """What is wrong with a field, however deep it lies."""
    if isinstance(found, Mapping):
        return [f"{name}: {word}" for name, part in found.items() for word in _words(part)]
    if isinstance(found, (list, tuple)):
        return [word for part in found for word in _words(part)]
    return [str(found)]


def _said(values: Mapping[str, Any], number: int) -> list[Mapping[str, str]]:
    said = list(values.get("files", []))[:number]
    return [*said, *({} for _missing in range(number - len(said)))]


def _brought(file: UploadedFile, said: Mapping[str, str]) -> FileData:
    return FileData(name=file.name or "", data=file.read(), **said)


def _hash_of(values: Mapping[str, Any], files: Sequence[FileData]) -> str:
    seen = hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode())
    for file in files:
        seen.update(hashlib.sha256(file.data).digest())
    return seen.hexdigest()


def _receipt(request: HttpRequest, row: Contribution) -> dict[str, Any]:
    path = reverse("tracking", args=(row.code,), urlconf="api.http.urls")
    at = row.sent_at.astimezone(VIETNAM).isoformat(timespec="seconds") if row.sent_at else ""
    return {
        "tracking_code": row.code,
        "state": state_of(row),
        "received_at": at,
        "tracking_url": request.build_absolute_uri(path),
    }


def _answer(content: Mapping[str, Any], status: int) -> HttpResponse:
    headers = {**OPEN_TO_ALL, "Cache-Control": "no-store"}
    body = json.dumps(content, ensure_ascii=False).encode()
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)
