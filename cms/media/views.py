"""Serving what is public by its content, and what is private to those who work with it."""

import re
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from cms.media import selectors
from cms.media.uploads import FILE_TYPES

PUBLIC_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,5}")
PICTURE_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
UNTRUSTED = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
CACHED = "public, max-age=60, stale-while-revalidate=60"  # a withdrawal holds within two minutes


@require_safe
def public_medium(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """One public rendition or file. Its name is its hash, so that is its ETag too."""
    public = storages["public"]
    if not PUBLIC_NAME.fullmatch(name) or not public.exists(name):
        raise Http404
    etag = f'"{name.partition(".")[0]}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: Any = HttpResponseNotModified()
    else:
        response = FileResponse(public.open(name), content_type=type_of(name))
        response.headers["Content-Disposition"] = disposition_of(name)
        response.headers["Content-Length"] = str(public.size(name))
    for header, value in {**UNTRUSTED, "Cache-Control": CACHED, "ETag": etag}.items():
        response.headers[header] = value
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def private_picture(_request: HttpRequest, path: str) -> FileResponse:
    """A private picture, for people of the admin.

    Its folder cannot be guessed: who has the address was shown an item or a collection with the picture in it.
    """
    stored = selectors.private_picture(path)
    if stored is None or not stored.storage.exists(stored.name):
        raise Http404
    response = FileResponse(stored.open("rb"), content_type=type_of(path))
    for header, value in {**UNTRUSTED, "Cache-Control": "private, max-age=300"}.items():
        response.headers[header] = value
    return response


def _extension(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def type_of(name: str) -> str:
    """What a medium is sent as, by its name."""
    extension = _extension(name)
    return {**FILE_TYPES, **PICTURE_TYPES}.get(extension, "application/octet-stream")


def disposition_of(name: str) -> str:
    """Pictures are shown, files are saved."""
    return "inline" if _extension(name) in PICTURE_TYPES else f'attachment; filename="{name}"'
