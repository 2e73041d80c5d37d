"""Pictures that people bring, in the common formats: what the site does not store is turned into what it does."""

from io import BytesIO
from pathlib import PurePosixPath

import filetype
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.models import Collection

from cms.manuscripts.limits import refuse
from cms.media import uploads
from cms.media.limits import NONE, PICTURE, Limits, limits_for
from cms.media.models import Picture

STORED = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
TURNED = {"image/gif": "GIF", "image/bmp": "BMP", "image/tiff": "TIFF"}


def as_stored(data: bytes, *, name: str, field: str, limits: Limits = NONE) -> ImageFile:
    """A picture file as the site stores it. Invalid for what is no still picture of a common format within limits."""
    kind = filetype.guess(data)
    mime = kind.mime if kind else ""
    stem = PurePosixPath(name).stem or "picture"
    if mime in TURNED:
        data, mime = _turned(data, TURNED[mime], field, limits), "image/png"
    if mime not in STORED:
        words = _("This is no picture of a common format (JPEG, PNG, WebP, GIF, BMP).")
        raise refuse("picture_type", words, field=field)
    file = ImageFile(BytesIO(data), name=f"{stem}.{STORED[mime]}")
    try:
        uploads.check_picture(file, limits)
    except ValidationError as error:
        raise refuse("picture_refused", " ".join(error.messages), field=field) from error
    return file


def picture_limits(collection: Collection) -> Limits:
    """What pictures a collection takes, by the rule of its site."""
    return limits_for(PICTURE, collection_id=collection.pk)


def keep_picture(file: ImageFile, *, title: str, collection: Collection, credit: str = "") -> Picture:
    """Store a picture in a collection; its renditions are made by the worker."""
    picture = Picture(title=title[:255], collection=collection, credit=credit[:255], file=file)
    picture.full_clean(exclude=["width", "height"])
    picture.save()
    return picture


def _turned(data: bytes, image_format: str, field: str, limits: Limits) -> bytes:
    try:
        image = Image.open(BytesIO(data), formats=[image_format])
        limits.refuse_pixels(image.width * image.height)
        if getattr(image, "n_frames", 1) > 1:
            raise refuse("picture_moves", _("Moving pictures are not taken."), field=field)
        output = BytesIO()
        mode = "RGBA" if "transparency" in image.info or image.mode in {"RGBA", "LA"} else "RGB"
        image.convert(mode).save(output, "PNG")
    except ValidationError as error:
        raise refuse("picture_refused", " ".join(error.messages), field=field) from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refuse("picture_broken", _("The picture cannot be read; it is damaged."), field=field) from error
    return output.getvalue()
