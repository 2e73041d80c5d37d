"""The words of a file that its readers see: no properties, comments, hidden or deleted text.

For those who look for files by what they say (`lines` looks at everything, for those who look for what must not be
there). Bounded in size, pages, letters and time.
"""

import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from cms.manuscripts.limits import Limits
from cms.manuscripts.packages import WORD, WRITER, Package
from cms.manuscripts.reading import extension_of
from cms.textstandard import clean
from sites.refusals import Invalid

WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CHANGES = f"{TEXT}tracked-changes"
STRINGS = "xl/sharedStrings.xml"
MISREAD = (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a file is read."""

    pages: int
    letters: int
    seconds: float


class Unreadable(Exception):
    """Damaged, locked, or of a kind that is not read."""


def visible_words(data: bytes, *, name: str, limits: Limits, bounds: Bounds) -> str:
    """The words of a file in one line, as far as the bounds allow. Raises Unreadable."""
    read = READERS.get(extension_of(name))
    if read is None:
        raise Unreadable(name)
    until = time.monotonic() + bounds.seconds
    found, length = [], 0
    try:
        for part in read(data, limits, bounds):
            found.append(" ".join(clean(part).split()))
            length += len(found[-1])
            if length > bounds.letters or time.monotonic() > until:
                break
    except Invalid as refusal:
        raise Unreadable(str(refusal)) from refusal
    return " ".join(filter(None, found))[: bounds.letters]


def _pdf(data: bytes, _limits: Limits, bounds: Bounds) -> Iterator[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise Unreadable
            for number, page in enumerate(reader.pages):
                if number >= bounds.pages:
                    return
                yield page.extract_text()
    except MISREAD as fault:
        raise Unreadable from fault


def _word(data: bytes, limits: Limits, _bounds: Bounds) -> Iterator[str]:
    package = Package(data, limits=limits, field="file")
    for paragraph in package.tree(WORD).iter(f"{WORDS}p"):
        yield "".join(_runs(paragraph))


def _runs(paragraph: Element) -> Iterator[str]:
    for run in paragraph.iter(f"{WORDS}r"):
        if run.find(f"{WORDS}rPr/{WORDS}vanish") is None:
            yield from (" " if node.tag != f"{WORDS}t" else node.text or "" for node in run if node.tag in SHOWN)


SHOWN = {f"{WORDS}{name}" for name in ("t", "br", "cr", "tab")}


def _writer(data: bytes, limits: Limits, _bounds: Bounds) -> Iterator[str]:
    package = Package(data, limits=limits, field="file")
    yield from _below(package.tree(WRITER))


def _below(node: Element) -> Iterator[str]:
    """The paragraphs below a node, but for what was deleted."""
    if node.tag == CHANGES:
        return
    if node.tag in (f"{TEXT}p", f"{TEXT}h"):
        yield "".join(part for part in node.itertext())
        return
    for child in node:
        yield from _below(child)


def _sheet(data: bytes, limits: Limits, _bounds: Bounds) -> Iterator[str]:
    package = Package(data, limits=limits, field="file")
    if STRINGS in package.names:
        for entry in package.tree(STRINGS).iter(f"{SHEETS}si"):
            yield "".join(text.text or "" for text in entry.iter(f"{SHEETS}t"))


def _plain(data: bytes, _limits: Limits, _bounds: Bounds) -> Iterator[str]:
    yield data.decode("utf-8-sig", "replace")


READERS: Mapping[str, Callable[[bytes, Limits, Bounds], Iterator[str]]] = {
    "pdf": _pdf,
    "docx": _word,
    "odt": _writer,
    "ods": _writer,
    "xlsx": _sheet,
    "txt": _plain,
    "csv": _plain,
}
