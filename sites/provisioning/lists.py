"""Reading a list of sites that somebody pasted: YAML like `sites.yaml`, or a table with a head line.

A table is separated by tabs, semicolons or commas. Its columns are those of `COLUMNS`; in `hosts` the first name is the
canonical one, further ones are equal, and `name=former` is a former one.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from sites.memory import remembering
from sites.provisioning.checks import faults_of_plan
from sites.provisioning.findings import Finding, findings_of, unanswered
from sites.provisioning.plan import SitePlan
from sites.provisioning.province import Loading
from sites.provisioning.province_sites import read_plan
from sites.provisioning.selectors import preview_site
from sites.provisioning.sources import Fault, Row, read_text

NAME = "list"
COLUMNS = (
    "code", "kind", "agency", "parent", "name_vi", "name_en", "hosts", "languages", "responsible_person", "basis",
    "decision_number", "decided_on", "reason", "agency_kind", "agency_parent", "agency_vi", "agency_en",
    "abbreviation_vi", "abbreviation_en",
)  # fmt: skip
PLAIN = ("code", "kind", "parent", "responsible_person", "basis", "decision_number")


@dataclass(slots=True)
class Entry:
    """One site of a list: where it stands, its plan, what was found about it, and what opening it would make."""

    line: int
    plan: SitePlan
    steps: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was read. `faults` are those of the list as a whole."""

    entries: list[Entry]
    faults: list[str]

    @property
    def good(self) -> list[tuple[int, SitePlan]]:
        """What can be opened, with its lines."""
        return [(entry.line, entry.plan) for entry in self.entries if not entry.faults]


def read_list(text: str) -> Listing:
    """Read a list; every mistake stands at its entry. Nothing is written: what was asked once is not asked again."""
    with remembering():
        return _read(text)


def _read(text: str) -> Listing:
    faults: list[Fault] = []
    table = _table(text)
    document = table or read_text(text, name=NAME, faults=faults)
    if faults:
        return Listing([], [f"{fault.line}: {fault.reason}" for fault in faults])
    entries = list(_entries(document))
    at_entries = {text for entry in entries for text in entry.faults}
    others = {f"{fault.line}: {fault.reason}" for fault in document.noted} - at_entries
    _note_repetitions(entries)
    return Listing(entries, sorted(others) if entries else [*sorted(others), _("The list names no site.")])


def _entries(document: Row) -> Iterator[Entry]:
    loading = Loading(Path(), options={}, actor=None)
    sites: set[str] = set()
    agencies: set[str] = set()
    for row in document.rows("sites"):
        faults = row.noted
        begun = len(faults)
        plan = read_plan(row, loading)
        entry = Entry(row.line(), plan)
        entry.faults = [f"{fault.line}: {fault.reason}" for fault in [*faults[begun:], *row.unasked()]]
        entry.faults += [f"{row.line()}: {text}" for text in _further(row, plan)]
        if not entry.faults:
            _find(entry, row, sites, agencies)
        sites.add(plan.code)
        agencies.add(plan.agency_code)
        yield entry


def _further(row: Row, plan: SitePlan) -> Iterator[str]:
    """What `read_plan` notes at keys alone: faults of keys that are not given."""
    for key, messages in faults_of_plan(plan).items():
        if not row.has(key):
            yield from messages


def _find(entry: Entry, row: Row, sites: set[str], agencies: set[str]) -> None:
    """What the rooms find; parents and agencies of earlier entries will be there by then."""
    found = [
        finding
        for finding in findings_of(entry.plan)
        if not (finding.reason.code == "unknown_parent" and entry.plan.parent_code in sites)
        and not (finding.reason.code == "unknown_agency" and entry.plan.agency_code in agencies)
    ]
    stopping = unanswered(entry.plan, found)
    entry.faults = [_at(row, finding) for finding in stopping]
    entry.warnings = [_at(row, finding) for finding in found if finding not in stopping]
    if not stopping:
        entry.steps = preview_site(entry.plan)


def _at(row: Row, finding: Finding) -> str:
    return f"{row.line(finding.reason.field)}: {finding.reason}"


def _note_repetitions(entries: Sequence[Entry]) -> None:
    seen: dict[str, Entry] = {}
    for entry in entries:
        for host in entry.plan.hosts:
            other = seen.setdefault(host.hostname, entry)
            if other is not entry:
                words = {"name": host.hostname, "line": other.line}
                entry.faults.append(f"{entry.line}: " + _("“%(name)s” stands in line %(line)s already.") % words)


def _table(text: str) -> Row | None:
    """A table with a head line, as if it were YAML; None for what is no table."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((one for one in "\t;," if one in head), "")
    if not separator or "code" not in [name.strip() for name in head.split(separator)]:
        return None
    reader = csv.DictReader(io.StringIO(text.strip("\n")), delimiter=separator, skipinitialspace=True)
    rows = CommentedSeq(_row(cells, reader.line_num) for cells in reader if any(cells.values()))
    document = CommentedMap({"sites": rows})
    document.lc.line = 0
    return Row(document, file=NAME, faults=[])


def _row(cells: dict[Any, Any], line: int) -> CommentedMap:
    """One line of a table as one site of `sites.yaml`. An unknown column stays, so that it is reported."""
    text = {str(key).strip(): (value or "").strip() for key, value in cells.items() if isinstance(value, str)}
    data: dict[str, Any] = {key: text[key] for key in PLAIN if text.get(key)}
    data |= {key: value for key, value in text.items() if key not in COLUMNS}
    data["names"] = _languages(text, "name")
    data["languages"] = CommentedSeq(text.get("languages", "").split() or ["vi", "en"])
    data["hosts"] = CommentedSeq(_hosts(text))
    if text.get("decided_on"):
        data["decided_on"] = _day(text["decided_on"])
    if text.get("agency_kind"):
        data["new_agency"] = _agency(text)
    elif text.get("agency"):
        data["agency"] = text["agency"]
    return _at_line(data, line)


def _agency(text: dict[str, str]) -> dict[str, Any]:
    agency: dict[str, Any] = {
        "code": text.get("agency") or text.get("code", ""),
        "kind": text["agency_kind"],
        "names": _languages(text, "agency"),
        "abbreviations": _languages(text, "abbreviation"),
    }
    return {**agency, "parent": text["agency_parent"]} if text.get("agency_parent") else agency


def _languages(text: dict[str, str], prefix: str) -> dict[str, str]:
    return {language: text.get(f"{prefix}_{language}", "") for language in ("vi", "en")}


def _hosts(text: dict[str, str]) -> Iterator[dict[str, str]]:
    for position, word in enumerate(text.get("hosts", "").split()):
        name, _equals, role = word.partition("=")
        host = {"name": name, "role": role or ("equal" if position else "canonical")}
        yield {**host, "reason": text["reason"]} if text.get("reason") else host


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _at_line(data: dict[str, Any], line: int) -> CommentedMap:
    """A mapping all of whose keys stand in one line."""
    for key, value in data.items():
        if isinstance(value, dict):
            data[key] = _at_line(value, line)
        elif isinstance(value, CommentedSeq):
            data[key] = CommentedSeq(_at_line(item, line) if isinstance(item, dict) else item for item in value)
    mapping = CommentedMap(data)
    mapping.lc.line = line - 1
    for key in data:
        mapping.lc.add_kv_line_col(key, [line - 1, 0, line - 1, 0])
    return mapping
