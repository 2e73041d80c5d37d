"""From markup of a manuscript to the parts of a body: known tags only, text by the text standard."""

from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from typing import Any

import nh3
from django.utils.translation import gettext as _

from cms.manuscripts.parts import Part
from cms.manuscripts.tables import Grid
from cms.textstandard import clean, clean_html

HEADINGS = {f"h{level}": level for level in range(1, 7)}
INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i"}
LISTS = {"ul", "ol", "li"}
TABLES = {"table", "thead", "tbody", "tr", "td", "th"}
TAGS = {"p", "br", "a", "img", *HEADINGS, *INLINE, *LISTS, *TABLES}
ATTRIBUTES = {"a": {"href"}, "img": {"src"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "tel", "figure"}
OUTSIDE = ("https://", "http://", "mailto:", "tel:")
HIGHEST, LOWEST = 2, 4
LONGEST_HEADING = 255


def parts_of(html: str, *, rows: int) -> tuple[list[Part], list[str]]:
    """The parts of a body, and what got lost on the way."""
    safe = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    cutter = _Cutter(rows)
    cutter.feed(safe)
    cutter.close()
    cutter.flush()
    return list(_levelled(cutter.parts)), cutter.notes


def plain(part: Part) -> str:
    """The words of a part, a line for each paragraph and each cell."""
    kind, value = part
    if kind == "heading":
        return str(value["text"])
    if kind == "table":
        cells = [column["heading"] for column in value["columns"]]
        return "\n".join([*cells, *(cell for row in value["rows"] for cell in row["values"])])
    words = nh3.clean(str(value).replace("</p>", "\n").replace("</li>", "\n").replace("<br/>", "\n"), tags=set())
    return clean(words.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))


class _Cutter(HTMLParser):
    """Cuts a stream of markup into paragraphs, headings, tables and pictures."""

    def __init__(self, rows: int) -> None:
        super().__init__(convert_charrefs=True)
        self.rows = rows
        self.parts: list[Part] = []
        self.notes: list[str] = []
        self.written: list[str] = []  # the rich text so far
        self.open: list[str] = []  # the tags that stand open in it
        self.heading: list[str] | None = None
        self.level = HIGHEST
        self.grid: Grid | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            self._image(given)
        elif self.grid is not None:
            self.grid.start(tag, given)
        elif tag == "table":
            self.flush()
            self.grid = Grid(self.rows)
        elif tag in HEADINGS:
            self.flush()
            self.heading, self.level = [], HEADINGS[tag]
        elif self.heading is None:
            self._start(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if self.grid is not None:
            if self.grid.end(tag):
                self._table()
        elif tag in HEADINGS:
            self._heading()
        elif self.heading is None:
            self._end(INLINE.get(tag, tag))

    def handle_data(self, data: str) -> None:
        if self.grid is not None:
            self.grid.data(data)
        elif self.heading is not None:
            self.heading.append(data)
        elif data.strip() or self.open:
            if not self.open:
                self._start("p", {})
            self.written.append(escape(data, quote=False))

    def flush(self) -> None:
        """End the running rich text."""
        for tag in reversed(self.open):
            self.written.append(f"</{tag}>")
        html = clean_html("".join(self.written)).replace("<p> ", "<p>").replace(" </p>", "</p>")
        html = html.replace("<p></p>", "").replace("<li></li>", "").replace("<p><br/></p>", "")
        if clean(nh3.clean(html, tags=set())):
            self.parts.append(("paragraph", html))
        self.written, self.open = [], []

    def _start(self, tag: str, given: dict[str, Any]) -> None:
        if tag == "br":
            self.written.append("<br>")
            return
        if tag == "a":
            href = given.get("href") or ""
            if not href.startswith(OUTSIDE):
                return
            self.written.append(f'<a href="{escape(href)}">')
        else:
            self.written.append(f"<{INLINE.get(tag, tag)}>")
        self.open.append(INLINE.get(tag, tag))

    def _end(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open:
            last = self.open.pop()
            self.written.append(f"</{last}>")
            if last == tag:
                return

    def _heading(self) -> None:
        text = clean(" ".join("".join(self.heading or []).split()))
        if text:
            self.parts.append(("heading", {"level": self.level, "text": text[:LONGEST_HEADING]}))
        self.heading = None

    def _image(self, given: dict[str, Any]) -> None:
        kind, _colon, number = (given.get("src") or "").partition(":")
        if kind != "figure" or not number.isdecimal():
            return
        if self.grid is None and self.heading is None:
            self.flush()
        self.parts.append(("image", int(number)))

    def _table(self) -> None:
        assert self.grid is not None  # noqa: S101 - for the type checker
        grid, self.grid = self.grid, None
        self.parts += grid.parts()
        if grid.is_cut:
            self.notes.append(_("A table was too long; its last rows are left out. Enclose it as a file."))
        if grid.is_merged:
            self.notes.append(_("A table has merged cells; their words stand in each of the cells now."))


def _levelled(parts: list[Part]) -> Iterator[Part]:
    """Headings from the second level down, none skipped (WCAG 2.2, 1.3.1)."""
    used = sorted({value["level"] for kind, value in parts if kind == "heading"})
    ranks = {level: HIGHEST + rank for rank, level in enumerate(used)}
    above = HIGHEST - 1
    for kind, value in parts:
        if kind != "heading":
            yield kind, value
            continue
        above = min(ranks[value["level"]], above + 1, LOWEST)
        yield kind, {"level": str(above), "text": value["text"]}
