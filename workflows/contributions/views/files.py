"""Handing out a private file of a contribution: to be saved, never to be shown by the browser as a page."""

from django.http import FileResponse

from cms.media.uploads import plain_name
from workflows.contributions.models import ContributionFile

UNTRUSTED = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


def file_response(file: ContributionFile) -> FileResponse:
    """The file as it came, under a plain name."""
    response = FileResponse(
        file.file.open("rb"),
        as_attachment=True,
        filename=plain_name(file.name),
        content_type="application/octet-stream",
    )
    for header, value in {**UNTRUSTED, "Cache-Control": "private, no-store"}.items():
        response.headers[header] = value
    return response
