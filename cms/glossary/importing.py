"""Reading a list of terms out of CSV or XLSX, with what is wrong with each line; and writing such lists."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from cms.glossary.enums import Kind
from cms.glossary.models import Term
from cms.textstandard import clean
from sites.domains.models import PublicSite

MOST = 2000  # lines of one list, so that a second person can read what he approves
LARGEST = 2_000_000  # bytes of a file
UNPACKED = 20_000_000
COLUMNS = ("vi", "language", "words", "also", "kind", "note", "held_from", "held_to")
HEADINGS = ("Thuật ngữ", "Ngôn ngữ", "Cách dịch", "Cách dịch khác", "Loại", "Ghi chú", "Từ ngày", "Đến ngày")
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class ListedTerm:
    """One line of the list. `fault` says what is wrong with it, `state` what it would do: new, changed, same."""

    number: int
    term: Term
    state: str = ""
    fault: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A list that was read."""

    lines: list[ListedTerm]
    fault: str = ""

    @property
    def faults(self) -> list[ListedTerm]:
        """The lines that are wrong."""
        return [line for line in self.lines if line.fault]

    @property
    def is_good(self) -> bool:
        """Whether every line can be carried out, and any does something."""
        return not self.fault and not self.faults and bool(self.terms)

    @property
    def terms(self) -> list[Term]:
        """What would be written."""
        return [line.term for line in self.lines if line.state in ("new", "changed")]


def text_of_file(data: bytes) -> str:
    """The lines of an uploaded file as CSV. Raises ValueError with words for a person."""
    if len(data) > LARGEST:
        raise ValueError(_("This file is too large."))
    if data.startswith(b"PK\x03\x04"):
        return _text_of_workbook(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(_("Save the file as CSV in UTF-8, or as XLSX.")) from None


def read_terms(site: PublicSite | None, text: str) -> Reading:
    """Read a list for a site, or for the whole province."""
    rows = _rows(text)
    if not rows:
        return Reading([], _("The list is empty."))
    if len(rows) > MOST:
        return Reading([], _("A list has at most %(number)s lines.") % {"number": MOST})
    known = {(row.vi.casefold(), row.language, row.held_from): row for row in Term.objects.filter(site=site)}
    seen: dict[tuple[str, str, date | None], int] = {}
    return Reading([_line(site, number, cells, known, seen) for number, cells in rows])


def as_csv(terms: Iterable[Term]) -> bytes:
    """The terms as a file that spreadsheets open and `read_terms` reads."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows([_safe(cell) for cell in row] for row in _cells(terms))
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(terms: Iterable[Term]) -> bytes:
    """The terms as a workbook."""
    book = Workbook()
    sheet: Any = book.active
    for row in [HEADINGS, *_cells(terms)]:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # what begins with "=" is a text, never a formula
    for letter, width in zip("ABCDEFGH", (36, 10, 44, 44, 12, 30, 12, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(terms: Iterable[Term]) -> list[list[str]]:
    return [
        [
            term.vi,
            term.language,
            term.words,
            "; ".join(term.forms[1:]),
            term.kind,
            term.note,
            term.held_from.isoformat() if term.held_from else "",
            term.held_to.isoformat() if term.held_to else "",
        ]
        for term in terms
    ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _text_of_workbook(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > UNPACKED:
                raise ValueError(_("This file is too large."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise ValueError(_("This file cannot be read as XLSX.")) from error
    out = io.StringIO()
    writer = csv.writer(out)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(max_row=MOST + 2, max_col=len(COLUMNS), values_only=True):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count) if any(sign in first for sign in ",;\t") else ","
    found = []
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
        cells = [clean(cell.removeprefix("'")) for cell in row]
        if any(cells) and not (number == 1 and cells[0].casefold() in {HEADINGS[0].casefold(), "vi"}):
            found.append((number, [*cells, *[""] * len(COLUMNS)][: len(COLUMNS)]))
    return found


def _line(
    site: PublicSite | None,
    number: int,
    cells: Sequence[str],
    known: dict[tuple[str, str, date | None], Term],
    seen: dict[tuple[str, str, date | None], int],
) -> ListedTerm:
    said = dict(zip(COLUMNS, cells, strict=True))
    also = "\n".join(part.strip() for part in said["also"].split(";") if part.strip())
    term = Term(site=site, vi=said["vi"], language=said["language"] or "en", words=said["words"], also=also)
    term.kind, term.note = said["kind"] or Kind.PHRASE.value, said["note"]
    line = ListedTerm(number, term)
    if fault := _fault(term, said):
        line.fault = fault
        return line
    key = (term.vi.casefold(), term.language, term.held_from)
    if key in seen:
        line.fault = _("This term stands in line %(number)s already.") % {"number": seen[key]}
    seen.setdefault(key, number)
    return _beside(line, known.get(key))


def _fault(term: Term, said: dict[str, str]) -> str:
    if not term.vi or not term.words:
        return _("A line says the Vietnamese term and its words in the other language.")
    if term.kind not in Kind.values:
        return _("“%(said)s” is no kind of term.") % {"said": term.kind}
    for name in ("held_from", "held_to"):
        try:
            setattr(term, name, date.fromisoformat(said[name]) if said[name] else None)
        except ValueError:
            return _("“%(said)s” is no day like 2026-11-05.") % {"said": said[name]}
    return ""


def _beside(line: ListedTerm, there: Term | None) -> ListedTerm:
    """Beside what is in the glossary already."""
    if there is None:
        line.state = "new"
        return line
    values = {name: getattr(line.term, name) for name in ("words", "also", "kind", "note", "held_to")}
    line.before = there.words
    line.state = "same" if all(getattr(there, name) == value for name, value in values.items()) else "changed"
    for name, value in values.items():
        setattr(there, name, value)
    line.term = there
    return line
