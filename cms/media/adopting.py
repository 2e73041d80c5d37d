"""Pictures and files of one site that another one takes into its own collection: the same bytes under the same hash.

Whoever works there then chooses and keeps them as his own, and sees nothing else of the collection that they came from.
What has the same hash is not stored twice in one collection.
"""

from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Collection

from cms.media import jobs
from cms.media.models import File, Picture
from sites.accounts.models import User
from sites.refusals import Conflict

OF_PICTURE = (
    "title",
    "width",
    "height",
    "description",
    "credit",
    "sha256",
    "file_size",
    "file_hash",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
)
OF_FILE = ("title", "sha256", "media_type", "file_size", "file_hash")


def adopt_picture(actor: User | None, *, picture: Picture, collection: Collection) -> Picture:
    """The picture in a collection: the one that is there already, else a copy with its title, credit and description.

    Conflict where the stored bytes are gone.
    """
    found = Picture.objects.filter(collection=collection, sha256=picture.sha256).order_by("pk").first()
    if found is not None:
        return found
    copy = Picture(collection=collection, uploaded_by_user=actor, **_values(picture, OF_PICTURE))
    _store(picture, copy)
    jobs.make_renditions.defer(picture_id=copy.pk)
    return copy


def adopt_file(actor: User | None, *, file: File, collection: Collection) -> File:
    """The file in a collection: the one that is there already under this title, else a copy. Conflict as above."""
    found = File.objects.filter(collection=collection, sha256=file.sha256, title=file.title).order_by("pk").first()
    if found is not None:
        return found
    copy = File(collection=collection, uploaded_by_user=actor, **_values(file, OF_FILE))
    _store(file, copy)
    return copy


def _values(medium: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(medium, name) for name in names}


def _store(medium: Any, copy: Any) -> None:
    """Store the same bytes for the copy. They went through `uploads` when they came in: they are not encoded anew."""
    storage = medium.file.storage
    if not medium.file or not storage.exists(medium.file.name):
        raise Conflict(f"{medium.title}: {medium.file.name}", code="medium_gone")
    with storage.open(medium.file.name, "rb") as opened:
        name = copy.file.field.generate_filename(copy, PurePosixPath(medium.file.name).name)
        copy.file = storage.save(name, ContentFile(opened.read()))
    copy.save()
