"""Reading a list of old addresses: a line each, "old address, where it leads", with what is wrong with each line."""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.redirects.enums import Status
from cms.redirects.models import Redirect
from cms.redirects.paths import live_pages_at, path_of
from cms.redirects.selectors import leading
from sites.domains.models import PublicSite
from sites.refusals import Invalid

MOST = 2000  # lines of one list, so that a second person can read what he approves
COLUMNS = 2
HEADINGS = frozenset({"from", "old", "path", "tu", "từ", "địa chỉ cũ", "dia chi cu"})


@dataclass(slots=True)
class ListedLine:
    """One line of the list. `fault` says what is wrong with it."""

    number: int
    written: str
    target: str
    path: str = ""
    page: Page | None = None
    status: int = Status.FOR_GOOD
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A list that was read."""

    lines: list[ListedLine]
    fault: str = ""

    @property
    def faults(self) -> list[ListedLine]:
        """The lines that are wrong."""
        return [line for line in self.lines if line.fault]

    @property
    def is_good(self) -> bool:
        """Whether every line can be carried out."""
        return bool(self.lines) and not self.fault and not self.faults

    def rows(self, site: PublicSite, note: str) -> list[Redirect]:
        """The unsaved redirects."""
        return [
            Redirect(site=site, path=line.path, page=line.page, status=line.status, note=note) for line in self.lines
        ]


def read_list(site: PublicSite, text: str) -> Reading:
    """Read a list for a site. Targets are live pages of the site, or old addresses that lead to one."""
    lines = _lines(text)
    if not lines:
        return Reading([], _("The list is empty."))
    if len(lines) > MOST:
        return Reading([], _("A list has at most %(number)s lines.") % {"number": MOST})
    for line in lines:
        _read_paths(site, line)
    _find_pages(site, lines)
    return Reading(lines)


def _lines(text: str) -> list[ListedLine]:
    text = text.removeprefix("\ufeff")
    delimiter = ";" if text.split("\n", 1)[0].count(";") else ","
    found = []
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].lower() in HEADINGS):
            continue
        line = ListedLine(number, cells[0], cells[1] if len(cells) >= COLUMNS else "")
        if not line.target:
            line.fault = _("A line says the old address and where it leads.")
        elif len(cells) > COLUMNS and cells[COLUMNS]:
            _read_status(line, cells[COLUMNS])
        found.append(line)
    return found


def _read_status(line: ListedLine, said: str) -> None:
    if said in {str(value) for value in Status.values}:
        line.status = int(said)
    else:
        line.fault = _("“%(said)s” is neither 301 nor 302.") % {"said": said}


def _read_paths(site: PublicSite, line: ListedLine) -> None:
    if line.fault:
        return
    try:
        line.path = path_of(site, line.written)
        line.target = path_of(site, line.target)
    except Invalid as refusal:
        line.fault = str(refusal)


def _find_pages(site: PublicSite, lines: list[ListedLine]) -> None:
    good = [line for line in lines if not line.fault]
    pages = live_pages_at(site, {path for line in good for path in (line.path, line.target)})
    there = dict(leading(site).values_list("path", "page__url_path"))
    onwards = {line.path: line.target for line in good}
    known = {redirect.path: redirect.page for redirect in leading(site).select_related("page")}
    seen: dict[str, int] = {}
    for line in good:
        if line.path in seen:
            line.fault = _("This address stands in line %(number)s already.") % {"number": seen[line.path]}
        elif line.path in pages:
            line.fault = _("At this address “%(title)s” is public.") % {"title": pages[line.path].title}
        elif line.path in there:
            line.fault = _("This address leads somewhere already; end that redirect first.")
        else:
            line.page, line.fault = _follow(line, onwards, pages, known)
        seen.setdefault(line.path, line.number)


def _follow(
    line: ListedLine, onwards: dict[str, str], pages: dict[str, Page], known: dict[str, Page]
) -> tuple[Page | None, str]:
    """The page at the end, through other old addresses of the list and of the site."""
    passed, target = {line.path}, line.target
    while target not in pages:
        if target in passed:
            return None, _("These addresses lead in a circle.")
        passed.add(target)
        if target in known and known[target].live:
            return known[target], ""
        if target not in onwards:
            return None, _("Nothing is public at “%(path)s”.") % {"path": target}
        target = onwards[target]
    return pages[target], ""
