"""Reading a file that somebody brought: the only door of this room."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from cms.manuscripts.html import parts_of, plain
from cms.manuscripts.limits import Limits, files_taken, limits_of, refuse
from cms.manuscripts.packages import OLD_OFFICE, Package, old
from cms.manuscripts.parts import Manuscript, Part
from cms.manuscripts.word import read_word
from cms.manuscripts.writer import read_writer
from cms.media.models import Picture
from sites.domains.models import PublicSite

TEXTS = ("docx", "odt")
WITH_MACROS = ("docm", "dotm")


def read_manuscript(data: bytes, *, name: str, site: PublicSite | None = None, field: str = "file") -> Manuscript:
    """The blocks and pictures of a Word or Writer file.

    Invalid, with the field and where it is said: an old .doc, macros, a password, a package that would unpack to
    something monstrous, references to the outside, a file that is not what its name says.
    """
    extension = extension_of(name)
    limits = limits_of(site)
    _check_kind(extension, data, files_taken(site), field)
    package = Package(data, limits=limits, field=field)
    reading = read_word(package, data) if extension == "docx" else read_writer(package)
    parts, notes = parts_of(reading.html, rows=limits.rows)
    parts, more = _within(parts, limits)
    return Manuscript(tuple(parts), tuple(reading.figures), (*reading.notes, *notes, *more))


def blocks_of(manuscript: Manuscript, *, keep: Callable[[int], Picture | None]) -> list[Part]:
    """The blocks of a body. `keep` answers with the stored picture of a figure, or None where it is none."""
    blocks: list[Part] = []
    for kind, value in manuscript.parts:
        if kind != "image":
            blocks.append((kind, value))
        elif (picture := keep(value)) is not None:
            blocks.append(("image", image_block(picture, alt=manuscript.figures[value].alt)))
    return blocks


def words_of(manuscript: Manuscript) -> str:
    """Its words, line by line."""
    return "\n".join(plain(part) for part in manuscript.parts if part[0] != "image")


def image_block(picture: Picture, *, alt: str = "", caption: str = "", credit: str = "") -> dict[str, Any]:
    """The value of a picture block; its description is filled in before it may go on."""
    return {"picture": picture, "alt": alt[:255], "decorative": False, "caption": caption[:500], "credit": credit[:255]}


def extension_of(name: str) -> str:
    """The extension of a file name, lower case."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def _check_kind(extension: str, data: bytes, taken: Any, field: str) -> None:
    if extension == "doc" or (extension not in TEXTS and data.startswith(OLD_OFFICE)):
        raise old(field)
    if extension in WITH_MACROS:
        words = _("The file holds macros (programs). Save it without them, as .docx or .odt.")
        raise refuse("file_macros", words, field=field)
    if extension not in TEXTS or extension not in taken:
        offered = ", ".join(f".{name}" for name in TEXTS if name in taken)
        words = _("Only these types of file are taken: %(types)s.") % {"types": offered}
        raise refuse("file_type", words, field=field)


def _within(parts: list[Part], limits: Limits) -> tuple[list[Part], list[str]]:
    """No more pictures than the rule says."""
    kept, pictures = [], 0
    for part in parts:
        pictures += part[0] == "image"
        if part[0] != "image" or pictures <= limits.pictures:
            kept.append(part)
    if pictures <= limits.pictures:
        return kept, []
    return kept, [_("The file holds more than %(most)s pictures; the others are left out.") % {"most": limits.pictures}]
