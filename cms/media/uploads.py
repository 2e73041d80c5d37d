"""What may come in from outside: real type, size, name; the camera's notes stay out.

Django's forms call `check_*` (through `Model.clean`), saving calls `*_from`, which checks again and answers with
what is to be stored.
"""

import hashlib
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from cms.media.limits import NONE, Limits
from cms.textstandard import slug_of

PICTURE_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
SIGNATURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
LONGEST_STEM = 45  # paths have at most 100 characters
LONGEST_MIMETYPE = 100  # bytes of the entry that names the type of an ODF package
OOXML = "application/vnd.openxmlformats-officedocument"
FILE_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OOXML}.wordprocessingml.document",
    "xlsx": f"{OOXML}.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
OOXML_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is stored of an upload."""

    file: Any
    sha256: str
    media_type: str


def is_new(field_file: Any) -> bool:
    """Whether a file field holds something that has not been stored yet."""
    return bool(field_file) and not field_file._committed


def is_to_be_taken_in(medium: Any) -> bool:
    """Whether a picture or file holds something that never went through here, whatever way it came."""
    if is_new(medium.file) or not medium.sha256:
        return bool(medium.file)
    stored = type(medium)._base_manager.filter(pk=medium.pk).values_list("file", flat=True).first()
    return stored is not None and stored != medium.file.name


@contextmanager
def replacing(file: Any) -> Iterator[None]:
    """Remove what was stored before it was looked at (Wagtail's upload of many), once it has been taken in."""
    stored_raw = None if is_new(file) else (file.storage, file.name)
    yield
    if stored_raw:
        file.close()
        storage, name = stored_raw
        storage.delete(name)


def plain_name(filename: str) -> str:
    """An ASCII file name of moderate length, with its extension in lower case."""
    path = PurePosixPath(filename.replace("\\", "/"))
    return (slug_of(path.stem)[:LONGEST_STEM].strip("-") or "file") + path.suffix.lower()


def sha256_of(file: Any) -> str:
    """SHA-256 of a file's bytes; leaves it open at its beginning."""
    return hashlib.sha256(_bytes_of(file)).hexdigest()


def check_picture(file: Any, limits: Limits = NONE) -> None:
    """Raise ValidationError unless `file` is a still JPEG, PNG or WebP within the limits, named as what it is."""
    _picture(file, limits)


def check_file(file: Any, limits: Limits = NONE) -> None:
    """Raise ValidationError unless the signature of `file` is that of a type within the limits, as its name says."""
    _file_type(file, limits)


def picture_from(file: Any, limits: Limits = NONE) -> Taken:
    """The picture as it is stored: turned upright, with its colour profile, without EXIF, XMP or comments.

    It is encoded anew, so that nothing that hides behind or inside a picture survives.
    """
    image = _picture(file, limits)
    image_format = image.format or ""
    profile, transparency = image.info.get("icc_profile"), image.info.get("transparency")
    upright = ImageOps.exif_transpose(image)
    upright.info = {} if transparency is None else {"transparency": transparency}
    quality = {"quality": 95} if image_format in {"JPEG", "WEBP"} else {}
    output = BytesIO()
    upright.save(output, image_format, icc_profile=profile, **quality)
    stored = ImageFile(output, name=_renamed(file.name, image_format))
    return Taken(stored, sha256_of(stored), SIGNATURES[image_format])


def file_from(file: Any, limits: Limits = NONE) -> Taken:
    """The file as it is stored: as it came, under a plain name."""
    media_type = _file_type(file, limits)
    stored = ContentFile(_bytes_of(file), name=plain_name(PurePosixPath(file.name).name))
    return Taken(stored, sha256_of(stored), media_type)


def _bytes_of(file: Any) -> bytes:
    file.open()
    file.seek(0)
    data = bytes(file.read())
    file.seek(0)
    return data


def _extension(file: Any) -> str:
    return PurePosixPath(file.name).suffix.lower().removeprefix(".")


def _renamed(name: str, image_format: str) -> str:
    stem = PurePosixPath(plain_name(PurePosixPath(name).name)).stem
    return f"{stem}.{'jpg' if image_format == 'JPEG' else image_format.lower()}"


def _refuse(code: str, message: str) -> ValidationError:
    return ValidationError({"file": ValidationError(message, code=code)})


def _picture(file: Any, limits: Limits) -> Image.Image:
    """The decoded picture."""
    limits.refuse_type(_extension(file), PICTURE_FORMATS)
    limits.refuse_bytes(file.size)
    data, expected = _bytes_of(file), PICTURE_FORMATS[_extension(file)]
    kind = filetype.guess(data)
    if kind is None or kind.mime not in SIGNATURES.values():
        raise _refuse("picture_type", _("Only JPEG, PNG and WebP pictures are taken."))
    if kind.mime != SIGNATURES[expected]:
        message = _("The file is not what its name says: it is %(type)s.") % {"type": kind.mime}
        raise _refuse("picture_mismatch", message)
    return _decoded(data, expected, limits)


def _decoded(data: bytes, image_format: str, limits: Limits) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is below
            image = Image.open(BytesIO(data), formats=[image_format])
        limits.refuse_pixels(image.width * image.height)
        if getattr(image, "n_frames", 1) > 1:
            raise _refuse("picture_moves", _("Moving pictures are not taken."))
        image.load()
    except ValidationError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _refuse("picture_broken", _("The picture cannot be read; it is damaged.")) from error
    return image


def _file_type(file: Any, limits: Limits) -> str:
    extension = _extension(file)
    limits.refuse_type(extension, FILE_TYPES)
    limits.refuse_bytes(file.size)
    data = _bytes_of(file)
    if not _agrees(data, extension, limits):
        raise _refuse("file_mismatch", _("The file is not what its name says, or it is damaged."))
    return FILE_TYPES[extension]


def _agrees(data: bytes, extension: str, limits: Limits) -> bool:
    """Whether the bytes are of the type that the extension names."""
    if extension == "pdf":
        return data.startswith(b"%PDF-")
    if extension in {"csv", "txt"}:
        return _is_text(data)
    return _is_office_document(data, extension, limits)


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and filetype.guess(data) is None


def _is_office_document(data: bytes, extension: str, limits: Limits) -> bool:
    """A sound package of the right kind, without macros, that does not unpack to something monstrous."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            limits.refuse_unpacked(sum(entry.file_size for entry in entries))
            if any(name.endswith("vbaProject.bin") for name in names):
                return False
            if extension in OOXML_PARTS:
                return {"[Content_Types].xml", OOXML_PARTS[extension]} <= names
            return "mimetype" in names and _mimetype(package) == FILE_TYPES[extension]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return False


def _mimetype(package: zipfile.ZipFile) -> str:
    with package.open("mimetype") as entry:
        return entry.read(LONGEST_MIMETYPE).decode("ascii", "replace")
