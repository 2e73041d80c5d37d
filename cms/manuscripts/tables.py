"""Tables of a manuscript: merged cells are filled, the first row gives the headings."""

from typing import Any

from django.utils.translation import gettext as _

from cms.manuscripts.parts import Part
from cms.textstandard import clean

MOST_COLUMNS = 40
LONGEST_CELL = 1000


class Grid:
    """One table while it is read. A table inside a cell becomes words of that cell."""

    def __init__(self, rows: int) -> None:
        self.most = rows
        self.cells: dict[tuple[int, int], str] = {}
        self.row, self.depth = -1, 1
        self.is_cut = self.is_merged = False
        self._words: list[str] | None = None
        self._span = (1, 1)

    def start(self, tag: str, given: dict[str, Any]) -> None:
        """A tag begins."""
        if tag == "table":
            self.depth += 1
        elif self.depth > 1:
            self._space()
        elif tag == "tr":
            self.row += 1
            self.is_cut = self.is_cut or self.row >= self.most
        elif tag in {"td", "th"}:
            self._words = []
            self._span = _span(given.get("rowspan")), _span(given.get("colspan"))
        else:
            self._space()

    def end(self, tag: str) -> bool:
        """A tag ends; whether the table does."""
        if tag == "table":
            self.depth -= 1
        elif self.depth == 1 and tag in {"td", "th"}:
            self._keep()
        return self.depth == 0

    def data(self, text: str) -> None:
        """Words of the cell."""
        if self._words is not None:
            self._words.append(text)

    def parts(self) -> list[Part]:
        """The table as a part; one of a single column or a single row is a frame around paragraphs."""
        rows = self._rows()
        if len(rows) < 2 or len(rows[0]) < 2:  # noqa: PLR2004 - a table has two of each
            words = [cell for row in rows for cell in row if cell]
            return [("paragraph", "".join(f"<p>{_escaped(cell)}</p>" for cell in words))] if words else []
        headings = [cell or _("Column %(number)s") % {"number": n} for n, cell in enumerate(rows[0], 1)]
        value = {
            "caption": "",
            "columns": [{"type": "text", "heading": heading[:255]} for heading in headings],
            "rows": [{"values": row} for row in rows[1:]],
        }
        return [("table", value)]

    def _space(self) -> None:
        if self._words is not None:
            self._words.append(" ")

    def _keep(self) -> None:
        text = clean(" ".join("".join(self._words or []).split()))[:LONGEST_CELL]
        self._words = None
        column = 0
        while (self.row, column) in self.cells:
            column += 1
        down, right = self._span
        self.is_merged = self.is_merged or down > 1 or right > 1
        for row in range(self.row, min(self.row + down, self.most)):
            for place in range(column, min(column + right, MOST_COLUMNS)):
                self.cells.setdefault((row, place), text)

    def _rows(self) -> list[list[str]]:
        height = 1 + max((row for row, _column in self.cells), default=-1)
        width = 1 + max((column for _row, column in self.cells), default=-1)
        found = [[self.cells.get((row, column), "") for column in range(width)] for row in range(height)]
        return [row for row in found if any(row)]


def _span(text: Any) -> int:
    return min(int(text), MOST_COLUMNS) if text and str(text).isdecimal() and int(text) else 1


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
