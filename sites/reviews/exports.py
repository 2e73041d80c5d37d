"""The table as a file: for a spreadsheet (XLSX) and as plain text (CSV). No cell is a formula."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sites.reviews.selectors import RightLine, lines_of

AT_ONCE = 500
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # with these a spreadsheet begins to reckon


def heads() -> list[str]:
    """The heads of the columns."""
    return [
        _("Person"), _("User name"), _("What"), _("Where"), _("From"), _("Until (not included)"), _("Legal basis"),
        _("Written down by"), _("Last login"), _("Last act"), _("To look at"),
    ]  # fmt: skip


def cells(line: RightLine) -> list[str]:
    """One line in words."""
    return [
        safe(str(cell))
        for cell in (
            line.person, line.person.username, line.what, line.where, _day(line.since), _day(line.until), line.basis,
            line.given_by, _day(line.last_login), _day(line.last_act), "; ".join(line.flags),
        )
    ]  # fmt: skip


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def table(keys: Any) -> Iterable[list[str]]:
    """Heads and all lines, read in portions."""
    yield heads()
    rest = iter(list(keys))
    while portion := list(islice(rest, AT_ONCE)):
        yield from (cells(line) for line in lines_of(portion))


def as_csv(keys: Any) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read Vietnamese."""
    out = io.StringIO()
    csv.writer(out).writerows(table(keys))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(keys: Any) -> bytes:
    """A sheet with a frozen head."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Rights")[:31]
    for number, row in enumerate(table(keys), 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = text, "s"
            if number == 1:
                cell.font = Font(bold=True)
    for column in range(1, len(heads()) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 24
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _day(moment: date | datetime | None) -> str:
    if moment is None:
        return ""
    return date_format(localtime(moment) if isinstance(moment, datetime) else moment, "SHORT_DATE_FORMAT")
