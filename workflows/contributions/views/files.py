"""Handing out a private file of a contribution: to be saved, never to be shown by the browser as a page.

A picture is shown in a size of its own, made anew: what came from outside does not reach the browser as it came.
"""

from django.http import FileResponse, Http404, HttpResponse

from cms.media.thumbnails import thumbnail_of
from cms.media.uploads import plain_name
from workflows.contributions.enums import FileKind
from workflows.contributions.models import ContributionFile

SIZES = {"small": 360, "large": 1600}
UNTRUSTED = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


def file_response(file: ContributionFile) -> FileResponse:
    """The file as it came, under a plain name."""
    response = FileResponse(
        file.file.open("rb"),
        as_attachment=True,
        filename=plain_name(file.name),
        content_type="application/octet-stream",
    )
    return _guarded(response)


def picture_response(file: ContributionFile, size: str) -> HttpResponse:
    """A picture in one of the sizes; nothing for other files and sizes."""
    if file.kind != FileKind.PICTURE or size not in SIZES:
        raise Http404
    with file.file.open("rb") as opened:
        made = thumbnail_of(opened, longest=SIZES[size])
    if made is None:
        raise Http404
    return _guarded(HttpResponse(made, content_type="image/jpeg"))


def _guarded[Response: HttpResponse | FileResponse](response: Response) -> Response:
    for header, value in {**UNTRUSTED, "Cache-Control": "private, no-store"}.items():
        response.headers[header] = value
    return response
