"""The figures as a workbook and as JSON."""

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sites import clock
from sites.clock import VIETNAM
from sites.reviews.exports import safe
from workflows.coverage.figures import Coverage, Figures
from workflows.translation.piles import other_languages

NAMES = (
    "owed", "owed_current", "percent", "current", "outdated", "in_work", "missing", "withdrawn", "overdue", "delay",
)  # fmt: skip


def as_xlsx(coverage: Coverage, kinds: dict[str, str]) -> bytes:
    """Two sheets: by site, and by site and kind; figures are numbers."""
    book = Workbook()
    first: Any = book.active
    first.title = _("By site")
    _fill(first, [_("Language"), _("Site")], _sites(coverage))
    second: Any = book.create_sheet(_("By site and kind"))
    _fill(second, [_("Language"), _("Site"), _("Kind")], _kinds(coverage, kinds))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_json(coverage: Coverage) -> dict[str, Any]:
    """The same as data: names of fields are those of `Figures`, delays are in days of the calendar."""
    return {
        "at": clock.now().astimezone(VIETNAM).isoformat(timespec="seconds"),
        "unit_of_delay": "day",
        "languages": [
            {
                "locale": locale,
                "all": _plain(coverage.of(locale)),
                "sites": [
                    {
                        "code": site.code,
                        "name": str(site),
                        **_plain(figures),
                        "kinds": [{"kind": kind, **_plain(one)} for kind, one in coverage.by_kind(locale, site.pk)],
                    }
                    for site, figures in coverage.by_site(locale)
                ],
            }
            for locale in languages_in(coverage)
        ],
    }


def languages_in(coverage: Coverage) -> list[str]:
    """The languages that have figures, or would have."""
    return other_languages(coverage.sites)


def _plain(figures: Figures) -> dict[str, Any]:
    delay = None if figures.delay is None else round(float(figures.delay), 1)
    return {name: delay if name == "delay" else getattr(figures, name) for name in NAMES}


def _sites(coverage: Coverage) -> Iterator[list[Any]]:
    for locale in languages_in(coverage):
        for site, figures in coverage.by_site(locale):
            yield [locale, safe(str(site)), *_plain(figures).values()]


def _kinds(coverage: Coverage, kinds: dict[str, str]) -> Iterator[list[Any]]:
    for locale in languages_in(coverage):
        for site, _figures in coverage.by_site(locale):
            for kind, one in coverage.by_kind(locale, site.pk):
                yield [locale, safe(str(site)), safe(kinds.get(kind, kind)), *_plain(one).values()]


def _heads() -> list[str]:
    return [
        _("Owed by rule"), _("Of these up to date"), _("Percent up to date"), _("Up to date"), _("Outdated"),
        _("In work"), _("Missing"), _("Withdrawn"), _("Overdue"), _("Median delay, days"),
    ]  # fmt: skip


def _fill(sheet: Any, names: list[str], rows: Iterator[list[Any]]) -> None:
    sheet.append([*names, *_heads()])
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 32 if 1 < column <= len(names) else 14
    sheet.freeze_panes = sheet.cell(2, len(names) + 1)
    sheet.auto_filter.ref = sheet.dimensions
