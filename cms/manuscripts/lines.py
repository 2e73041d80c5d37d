"""Every line of words that a file holds, where a reader would not look too: headers, comments, hidden and deleted text.

For those who look for something in it. What cannot be read gives no lines; what only a password opens says so.
"""

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from io import BytesIO
from xml.etree.ElementTree import Element

import filetype
from django.utils.translation import gettext as _
from PIL import ExifTags, Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from cms.manuscripts.limits import Limits
from cms.manuscripts.packages import Package
from cms.manuscripts.reading import extension_of
from cms.textstandard import clean
from sites.refusals import Invalid

type Line = tuple[str, str]  # where, what

WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MOST_CHARACTERS = 4_000_000
MOST_PAGES = 400
PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff")
XMP = re.compile(r">([^<>]+)<|=\"([^\"<>]+)\"")


class Locked(Exception):
    """Only a password opens the file: nobody can have looked through it."""


def lines_in(data: bytes, *, name: str, limits: Limits) -> list[Line]:
    """The lines of a file, each with where it stands. Raises Locked."""
    read = READERS.get(extension_of(name))
    if read is None:
        return []
    found, length = [], 0
    try:
        for where, text in read(data, limits):
            line = clean(text)
            length += len(line)
            found += [(where, one) for one in line.split("\n") if one.strip()]
            if length > MOST_CHARACTERS:
                break
    except Invalid as refusal:
        if refusal.code == "file_locked":
            raise Locked from refusal
    return found


def _word(data: bytes, limits: Limits) -> Iterator[Line]:
    package = Package(data, limits=limits, field="file")
    for name, tree in package.trees():
        if name.startswith("docProps/"):
            yield from _properties(tree)
        elif name.startswith("word/") and name.endswith(".xml"):
            for paragraph in tree.iter(f"{WORDS}p"):
                yield _("text"), "".join(_runs(paragraph))


def _runs(paragraph: Element) -> Iterator[str]:
    for node in paragraph.iter():
        if node.tag in (f"{WORDS}t", f"{WORDS}delText"):
            yield node.text or ""
        elif node.tag in (f"{WORDS}br", f"{WORDS}cr"):
            yield "\n"
        elif node.tag == f"{WORDS}tab":
            yield " "


def _properties(tree: Element) -> Iterator[Line]:
    for node in tree.iter():
        if node.text and node.text.strip():
            yield _("properties of the file"), node.text


def _writer(data: bytes, limits: Limits) -> Iterator[Line]:
    package = Package(data, limits=limits, field="file")
    for name in ("content.xml", "styles.xml"):
        if name in package.names:
            for node in package.tree(name).iter():
                if node.tag in (f"{TEXT}p", f"{TEXT}h"):
                    yield _("text"), _written(node)
    if "meta.xml" in package.names:
        yield from _properties(package.tree("meta.xml"))


def _written(node: Element) -> str:
    """The words of a paragraph, with its breaks and spaces."""
    marks = {f"{TEXT}line-break": "\n", f"{TEXT}tab": " ", f"{TEXT}s": " "}
    parts = [node.text or ""]
    for child in node:
        parts += [marks.get(child.tag, ""), _written(child), child.tail or ""]
    return "".join(parts)


def _sheet(data: bytes, limits: Limits) -> Iterator[Line]:
    package = Package(data, limits=limits, field="file")
    for name, tree in package.trees():
        if name.startswith("docProps/"):
            yield from _properties(tree)
        elif name.startswith("xl/"):
            yield from _cells(tree)


def _cells(tree: Element) -> Iterator[Line]:
    for node in tree.iter():
        if node.tag in (f"{SHEETS}si", f"{SHEETS}is", f"{SHEETS}comment"):
            yield _("cell"), "".join(text.text or "" for text in node.iter(f"{SHEETS}t"))
        elif node.tag == f"{SHEETS}sheet":
            yield _("name of a sheet"), node.get("name", "")
        elif "eader" in node.tag or "ooter" in node.tag:
            yield _("header or footer"), re.sub(r"&(?:[LCRPNDTAFGBIUSEXYHO]|\"[^\"]*\"|\d+)", "\n", node.text or "")


def _pdf(data: bytes, _limits: Limits) -> Iterator[Line]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise Locked
            for value in (reader.metadata or {}).values():
                yield _("properties of the file"), str(value)
            for number, page in enumerate(reader.pages, 1):
                if number > MOST_PAGES:
                    return
                yield _("page %(number)s") % {"number": number}, page.extract_text()
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError):
        return  # damaged or drawn in a way that holds no words


def _plain(data: bytes, _limits: Limits) -> Iterator[Line]:
    yield _("text"), data.decode("utf-8-sig", "replace")


def _picture(data: bytes, _limits: Limits) -> Iterator[Line]:
    """What camera and program wrote beside the picture."""
    kind = filetype.guess(data)
    if kind is None or not kind.mime.startswith("image/"):
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data))
            exif = image.getexif()
            said = [*exif.values(), *exif.get_ifd(ExifTags.IFD.Exif).values(), *image.info.values()]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    for value in said:
        for text in _spoken(value):
            yield _("notes inside the picture"), text


def _spoken(value: object) -> Iterator[str]:
    """Words of a value of metadata: text, or bytes in one of the usual encodings."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, bytes):
        text = value.decode("utf-16-le" if b"\x00" in value[:40] else "utf-8", "ignore")
    else:
        return
    if "<" in text and ">" in text:
        for found in XMP.finditer(text[:MOST_CHARACTERS]):
            yield unescape(found[1] or found[2])
    else:
        yield text


READERS: Mapping[str, Callable[[bytes, Limits], Iterator[Line]]] = {
    "docx": _word,
    "odt": _writer,
    "ods": _writer,
    "xlsx": _sheet,
    "pdf": _pdf,
    "txt": _plain,
    "csv": _plain,
    **dict.fromkeys(PICTURES, _picture),
}
