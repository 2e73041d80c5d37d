"""What went wrong, as RFC 9457 says it. Codes never change; titles follow the reader's language."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGES = ("vi", "en")
EXPOSED = "ETag, Retry-After, Content-Language, Key-State, API-Version, Deprecation, Sunset, Link"
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    "X-Content-Type-Options": "nosniff",
    "API-Version": "1",
}
TITLES: Mapping[str, Promise] = {
    "unknown_site": _("There is no such site"),
    "unknown_locale": _("The site has not opened this language"),
    "unknown_parameter": _("A parameter is not known"),
    "invalid_parameter": _("A parameter has a value that is not understood"),
    "invalid_cursor": _("The cursor is not one of ours"),
    "cursor_unknown": _("The log does not know this cursor"),
    "bad_request": _("The request is not understood"),
    "not_found": _("There is nothing here"),
    "withdrawn": _("This was withdrawn"),
    "redirect": _("This has moved"),
    "before_records": _("Nothing is recorded of that time"),
    "withheld": _("This is withheld from the public"),
    "gone": _("This no longer exists"),
    "invalid_submission": _("What was sent lacks something, or a field is not understood"),
    "submission_refused": _("What was sent is not taken"),
    "origin_not_allowed": _("The site takes nothing from pages of this origin"),
    "idempotency_conflict": _("This key stands for another request"),
    "too_large": _("The request is too large"),
    "unsupported_media_type": _("Send JSON, or multipart with files"),
    "preview_refused": _("The draft is not shown"),
    "too_many_requests": _("Too many requests came from this address"),
    "method_not_allowed": _("This method is not allowed here"),
    "internal": _("Something went wrong on our side"),
    "unavailable": _("The service is not available for the moment"),
}
STATUS = {
    "not_found": 404,
    "before_records": 404,
    "redirect": 410,
    "withdrawn": 410,
    "withheld": 410,
    "gone": 410,
    "method_not_allowed": 405,
    "cursor_unknown": 409,
    "submission_refused": 403,
    "origin_not_allowed": 403,
    "preview_refused": 403,
    "idempotency_conflict": 409,
    "too_large": 413,
    "unsupported_media_type": 415,
    "too_many_requests": 429,
    "internal": 500,
    "unavailable": 503,
}
PREFIX = "urn:cong-tinh:problem:"


class Problem(Exception):
    """The request is not answered, because of `code`; `errors` says what is wrong with which parameter."""

    def __init__(
        self,
        code: str,
        detail: str | Promise = "",
        *,
        errors: Mapping[str, Sequence[str | Promise]] | None = None,
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.code = code
        self.detail = detail
        self.errors = errors or {}
        self.members = members or {}
        self.headers = headers or {}
        super().__init__(code)

    @property
    def status(self) -> int:
        """The status of the response."""
        return STATUS.get(self.code, 400)


def written_in(language: str, problem: Problem) -> bytes:
    """The problem in the words of a language."""
    with translation.override(language):
        content: dict[str, Any] = {
            "type": f"{PREFIX}{problem.code}",
            "title": str(TITLES[problem.code]),
            "status": problem.status,
            "detail": str(problem.detail),
            "code": problem.code,
            **problem.members,
        }
        if problem.errors:
            content["errors"] = {name: [str(word) for word in words] for name, words in problem.errors.items()}
        return json.dumps(content, ensure_ascii=False).encode()


def language_of(request: HttpRequest) -> str:
    """The first of our languages that the reader accepts; Vietnamese if he accepts none."""
    accepted = parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:500])
    wanted = [code.partition("-")[0] for code, quality in accepted if quality > 0]
    return next((code for code in wanted if code in LANGUAGES), LANGUAGES[0])
