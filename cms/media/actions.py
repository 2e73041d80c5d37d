"""What is done to pictures and files: renditions are made, media are frozen, made public and taken back."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.translation import gettext as _

from cms.media.models import File, Picture
from cms.media.selectors import stored_under
from cms.media.specs import SPECS
from sites import clock
from sites.refusals import Conflict, Missing


def make_renditions(picture: Picture) -> None:
    """Make the renditions that are missing. Safe to run twice, and in two processes at once."""
    for spec in SPECS:
        picture.get_rendition(spec.filter_spec)


def freeze(*, originals: Iterable[str], files: Iterable[UUID]) -> None:
    """From now on these do not change in place: pictures by the SHA-256 of their original, files by public id."""
    now = clock.now()
    if shown := set(originals) - {""}:
        Picture.objects.filter(sha256__in=shown, frozen_at__isnull=True).update(frozen_at=now)
    if linked := set(files):
        File.objects.filter(public_id__in=linked, frozen_at__isnull=True).update(frozen_at=now)


def publish_media(names: Iterable[str]) -> None:
    """Copy renditions and files to the public storage under their public names. Doing it again changes nothing.

    Missing for a name that no rendition or file has; Conflict where the bytes are no longer those of the name.
    """
    public = storages["public"]
    for name in sorted(set(names)):
        if not public.exists(name):
            _copy(name, public)


def withdraw_media(names: Iterable[str]) -> None:
    """Delete from the public storage. Doing it again changes nothing."""
    public = storages["public"]
    for name in sorted(set(names)):
        public.delete(name)


def _copy(name: str, public: Storage) -> None:
    source = stored_under(name)
    if source is None:
        raise Missing(_("No picture or file has the public name %(name)s.") % {"name": name}, code="unknown_medium")
    with source.storage.open(source.name, "rb") as opened:
        data = opened.read()
    if hashlib.sha256(data).hexdigest() != name.partition(".")[0]:
        raise Conflict(_("The stored file %(name)s has changed.") % {"name": source.name}, code="medium_changed")
    _write_at_once(name, data, public)


def _write_at_once(name: str, data: bytes, public: Storage) -> None:
    """Readers see the whole file or none."""
    if not isinstance(public, FileSystemStorage):
        public.save(name, ContentFile(data))
        return
    goal = Path(public.path(name))
    goal.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=goal.parent, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(goal)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
