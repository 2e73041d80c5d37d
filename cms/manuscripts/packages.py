"""Opening the package (ZIP) of a Word or Writer file without trusting anything that it says about itself."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from cms.manuscripts.limits import Limits, check_size, refuse

PACKAGE = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
IS_ENCRYPTED = 0x1
MACROS = ("vbaproject.bin", "basic/script-lc.xml", "basic/script-lb.xml")
WORD = "word/document.xml"
WRITER = "content.xml"
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"


class Package:
    """A sound package: of bearable size, unlocked, without macros, without a part that reaches outside."""

    def __init__(self, data: bytes, *, limits: Limits, field: str) -> None:
        self.field, self.limits = field, limits
        check_size(data, limits, field=field)
        _check_signature(data, field)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._check()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise broken(field) from error

    @property
    def names(self) -> list[str]:
        """The names of its parts."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        try:
            return self._zip.read(name)
        except (KeyError, zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError) as error:
            raise broken(self.field) from error

    def tree(self, name: str) -> Element:
        """A part that is XML, without document types, entities or references to the outside."""
        try:
            return ElementTree.fromstring(self.read(name), forbid_dtd=True)
        except DefusedXmlException as error:
            words = _("The file holds references to the outside (XML entities); it is not read.")
            raise refuse("file_entities", words, field=self.field) from error
        except (ParseError, ValueError, LookupError) as error:
            raise broken(self.field) from error

    def trees(self, *, under: str = "") -> Iterator[tuple[str, Element]]:
        """Every part below a folder that is XML."""
        for name in self.names:
            if name.startswith(under) and name.endswith((".xml", ".rels")):
                yield name, self.tree(name)

    def _check(self) -> None:
        entries = self._zip.infolist()
        if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
            raise locked(self.field)
        if len(entries) > self.limits.members:
            words = _("The file is made of too many parts.")
            raise refuse("file_members", words, field=self.field, basis=self.limits.basis)
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries) or 1
        if unpacked > self.limits.unpacked or (unpacked > self.limits.bytes and unpacked / packed > self.limits.ratio):
            words = _("Unpacked, the file would be far too large; it is not opened.")
            raise refuse("file_bomb", words, field=self.field, basis=self.limits.basis)
        if any(entry.filename.lower().endswith(MACROS) for entry in entries):
            words = _("The file holds macros (programs). Save it without them, as .docx or .odt.")
            raise refuse("file_macros", words, field=self.field)


def broken(field: str) -> Any:
    """What is damaged, or not what its name says."""
    return refuse("file_mismatch", _("The file is not what its name says, or it is damaged."), field=field)


def locked(field: str) -> Any:
    """What only a password opens."""
    words = _("The file is locked with a password. Take the password off and send it again.")
    return refuse("file_locked", words, field=field)


def _check_signature(data: bytes, field: str) -> None:
    if data.startswith(PACKAGE):
        return
    if data.startswith(OLD_OFFICE):
        raise locked(field) if ENCRYPTED in data else old(field)
    raise broken(field)


def old(field: str) -> Any:
    """The format of Word 97 to 2003, and how to get out of it."""
    words = _(
        "The old Word format (.doc) is not taken. Open the file in Word or LibreOffice, choose “Save as”, "
        "choose “Word document (.docx)” and send that file."
    )
    return refuse("file_doc", words, field=field)
