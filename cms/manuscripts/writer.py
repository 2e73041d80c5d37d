"""Writer files (.odt): a small reader of OpenDocument text, of what the blocks of a body can say."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from cms.manuscripts.packages import OPEN_TEXT, WRITER, Package, broken, locked
from cms.manuscripts.parts import Figure, Reading

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
LINK = "{http://www.w3.org/1999/xlink}"
MANIFEST = "META-INF/manifest.xml"
MOST_SPACES = 100
MOST_REPEATED = 1000
SPACING = {f"{TEXT}s": " ", f"{TEXT}tab": " ", f"{TEXT}line-break": "<br>"}
SKIPPED = {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}note", f"{TEXT}sequence-decls"}


def read_writer(package: Package) -> Reading:
    """The text of a Writer file as markup."""
    if WRITER not in package.names or "mimetype" not in package.names:
        raise broken(package.field)
    if package.read("mimetype").strip() != OPEN_TEXT:
        raise broken(package.field)
    if MANIFEST in package.names and b"encryption-data" in package.read(MANIFEST):
        raise locked(package.field)
    content = package.tree(WRITER)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise broken(package.field)
    reader = _Reader(package, _emphasis(content), _numbered(content))
    reader.reading.html = "".join(reader.block(node) for node in body)
    return reader.reading


class _Reader:
    """Walks through a text and writes markup."""

    def __init__(self, package: Package, emphasis: Mapping[str, str], numbered: frozenset[str]) -> None:
        self.package, self.emphasis, self.numbered = package, emphasis, numbered
        self.reading = Reading()
        self.blocks = {
            f"{TEXT}h": self._heading,
            f"{TEXT}p": self._paragraph,
            f"{TEXT}list": self._list,
            f"{TABLE}table": self._table,
        }

    def block(self, node: Element) -> str:
        """One block; what only holds others (a section, an index, a frame) is its contents."""
        if node.tag in SKIPPED:
            return ""
        write = self.blocks.get(node.tag)
        if write is not None:
            return write(node)
        if node.tag.startswith((DRAW, f"{TEXT}soft")):
            return self._inline(node)
        return "".join(self.block(child) for child in node)

    def _heading(self, node: Element) -> str:
        level = min(max(int(node.get(f"{TEXT}outline-level", "1") or 1), 1), 6)
        return f"<h{level}>{self._inside(node)}</h{level}>"

    def _paragraph(self, node: Element) -> str:
        inside = self._inside(node)
        style = node.get(f"{TEXT}style-name", "")
        if style == "Title":
            return f"<h1>{inside}</h1>"
        for tag in self.emphasis.get(style, "").split():
            inside = f"<{tag}>{inside}</{tag}>"
        return f"<p>{inside}</p>"

    def _list(self, node: Element, inherited: str = "") -> str:
        style = node.get(f"{TEXT}style-name", inherited)
        tag = "ol" if style in self.numbered else "ul"
        items = (f"<li>{self._item(item, style)}</li>" for item in node if item.tag == f"{TEXT}list-item")
        return f"<{tag}>{''.join(items)}</{tag}>"

    def _item(self, item: Element, style: str) -> str:
        parts = []
        for child in item:
            if child.tag == f"{TEXT}list":
                parts.append(self._list(child, style))
            elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                parts.append(self._inside(child))
        return " ".join(parts)

    def _table(self, node: Element) -> str:
        rows = []
        for row in node.iter(f"{TABLE}table-row"):
            cells = "".join(self._cell(cell) for cell in row if cell.tag == f"{TABLE}table-cell")
            rows.append(f"<tr>{cells}</tr>")
            if len(rows) > self.package.limits.rows:
                break
        return f"<table>{''.join(rows)}</table>"

    def _cell(self, cell: Element) -> str:
        spans = {"colspan": f"{TABLE}number-columns-spanned", "rowspan": f"{TABLE}number-rows-spanned"}
        said = "".join(f' {name}="{_number(cell.get(key))}"' for name, key in spans.items() if cell.get(key))
        written = f"<td{said}>{''.join(self.block(child) for child in cell)}</td>"
        return written * min(_number(cell.get(f"{TABLE}number-columns-repeated", "1")), MOST_REPEATED)

    def _inside(self, node: Element) -> str:
        return escape(node.text or "") + "".join(self._inline(child) + escape(child.tail or "") for child in node)

    def _inline(self, node: Element) -> str:
        if node.tag in SKIPPED:
            return ""
        if node.tag in SPACING:
            return SPACING[node.tag] * min(_number(node.get(f"{TEXT}c", "1")), MOST_SPACES)
        if node.tag == f"{TEXT}a":
            return f'<a href="{escape(node.get(f"{LINK}href", ""))}">{self._inside(node)}</a>'
        if node.tag == f"{DRAW}frame":
            return self._frame(node)
        inside = self._inside(node)
        for tag in self.emphasis.get(node.get(f"{TEXT}style-name", ""), "").split():
            inside = f"<{tag}>{inside}</{tag}>"
        return inside

    def _frame(self, frame: Element) -> str:
        image = frame.find(f"{DRAW}image")
        if image is None:
            return "".join(self.block(child) for box in frame for child in box)
        name = image.get(f"{LINK}href", "").removeprefix("./")
        if name not in self.package.names:
            return ""
        said = frame.find(f"{SVG}desc")
        said = frame.find(f"{SVG}title") if said is None else said
        number = len(self.reading.figures)
        alt = (said.text or "") if said is not None else ""
        self.reading.figures.append(Figure(PurePosixPath(name).name, self.package.read(name), alt))
        return f'<img src="figure:{number}">'


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 1


def _emphasis(content: Element) -> dict[str, str]:
    """Which styles are bold or italic."""
    found = {}
    for style in content.iter(f"{STYLE}style"):
        properties = style.find(f"{STYLE}text-properties")
        if properties is None:
            continue
        tags = ["b"] if properties.get(f"{FO}font-weight") == "bold" else []
        tags += ["i"] if properties.get(f"{FO}font-style") == "italic" else []
        found[style.get(f"{STYLE}name", "")] = " ".join(tags)
    return found


def _numbered(content: Element) -> frozenset[str]:
    """Which styles of lists count."""
    return frozenset(_counting(content))


def _counting(content: Element) -> Iterator[str]:
    for style in content.iter(f"{TEXT}list-style"):
        first = next(iter(style), None)
        if first is not None and first.tag == f"{TEXT}list-level-style-number":
            yield style.get(f"{STYLE}name", "")
