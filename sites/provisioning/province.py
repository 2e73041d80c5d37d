"""Loading a province: one folder of data files, read by parts that rooms register, written in one transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from sites.provisioning.policies import reasons_not_to_open_site
from sites.provisioning.sources import Fault, Row, read_file
from sites.refusals import Invalid, Reason, Refused
from sites.registry import Registry


class Stage(IntEnum):
    """When a part writes; later parts use what earlier ones wrote. All files are read before anything is written."""

    ADMINISTRATORS = 0
    REFERENCE = 10  # kinds of agency, kinds of seat
    BASES = 20
    AGENCIES = 30
    CHAINS = 40
    DOMAINS = 42
    RULES = 45  # of the whole province: how host names look is asked when sites are opened
    SITES = 50
    SITE_RULES = 60
    PEOPLE = 70
    BOARDS = 80
    CATEGORIES = 90


type Writing = Callable[[], None]


@dataclass(frozen=True, slots=True)
class ProvincePart:
    """One room's part: `read` asks its files, notes faults on the loading, and returns what will write them."""

    order: int
    read: Callable[["Loading"], Writing]


province_parts: Registry[ProvincePart] = Registry("parts of a province")


class Loading:
    """One loading of a province: its files, what is known by code, the faults found so far, and who loads."""

    def __init__(self, folder: Path, *, options: Mapping[str, str], actor: AbstractUser | None) -> None:
        self.folder = folder
        self.options = options
        self.first_actor = actor
        self.notes: dict[str, str] = {}  # what a part keeps for the length of the loading
        self.faults: list[Fault] = []
        self.unreadable: list[Fault] = []
        self._documents: dict[Path, Row] = {}
        self._known: dict[str, set[str]] = {}
        self._here: set[tuple[str, str]] = set()
        self._references: list[tuple[Row, str, str, str]] = []

    @property
    def actor(self) -> AbstractUser:
        """Who loads: the given actor, or the first administrator, once his part has made him."""
        if self.first_actor is None:
            raise Refused(_("There is no administrator, and people.yaml names none."), code="no_administrator")
        return self.first_actor

    def document(self, name: str) -> Row | None:
        """A file of the province ("agencies.yaml"), or None where it does not exist."""
        return self._read(self.folder / name, name)

    def reference(self, name: str) -> Row | None:
        """A file of what holds everywhere (`fixtures/reference`), or None."""
        return self._read(self.folder.parents[1] / "reference" / name, f"reference/{name}")

    def option(self, name: str) -> str:
        """A word that was given on the command line or by the environment; empty where not."""
        return self.options.get(name, "")

    def know(self, kind: str, codes: Iterable[str]) -> None:
        """Codes of a kind ("agency") that references may name because they are in the database."""
        self._known.setdefault(kind, set()).update(codes)

    def define(self, row: Row, key: str, kind: str) -> str:
        """The code that a row gives to a thing of a kind. A fault where another row gave it already."""
        code = row.text(key)
        if (kind, code) in self._here and code:
            row.fault(key, _("%(key)s “%(value)s” stands twice") % {"key": key, "value": code})
        self._here.add((kind, code))
        self.know(kind, [code])
        return code

    def refer(self, row: Row, key: str, kind: str) -> str:
        """The code of another thing that a row has to name. Checked when all files are read."""
        return self._note(row, key, kind, row.text(key))

    def refer_or_empty(self, row: Row, key: str, kind: str) -> str:
        """The code of another thing that a row may name."""
        return self._note(row, key, kind, row.text_or_empty(key))

    def close(self) -> list[Fault]:
        """All faults of all files, once every part has read: unknown references and unknown keys included.

        A file that is not YAML makes everything else look unknown, so it is reported alone.
        """
        if self.unreadable:
            return sorted(self.unreadable)
        for row, key, kind, code in self._references:
            if code not in self._known.get(kind, ()):
                row.fault(key, _("%(key)s “%(value)s” is not known") % {"key": key, "value": code})
        for document in self._documents.values():
            self.faults.extend(document.unasked())
        return sorted(set(self.faults))

    def _note(self, row: Row, key: str, kind: str, code: str) -> str:
        if code:
            self._references.append((row, key, kind, code))
        return code

    def _read(self, path: Path, name: str) -> Row | None:
        if path not in self._documents and path.exists():
            document = read_file(path, name=name, faults=self.faults)
            self.unreadable += [fault for fault in self.faults if fault.file == name]  # before anybody asked
            self._documents[path] = document
        return self._documents.get(path)


def load_province(actor: AbstractUser | None, *, folder: Path, options: Mapping[str, str]) -> None:
    """Write the data of a province: regulation, agencies, sites, people. Loading it twice changes nothing.

    All files are read first; with one mistake in any of them nothing is written. `actor` is None on an empty system:
    the first administrator comes out of the data. Refused to everyone but administrators; Invalid with one reason a
    mistake ("agencies.yaml:14: …").
    """
    if actor is not None and (reasons := reasons_not_to_open_site(actor)):
        raise Refused(reasons=reasons)
    if not folder.is_dir():
        raise Invalid(_("There is no folder %(folder)s.") % {"folder": folder}, code="no_folder")
    loading = Loading(folder, options=options, actor=actor)
    writings = [part.read(loading) for part in sorted(province_parts, key=lambda part: part.order)]
    if faults := loading.close():
        raise Invalid(reasons=[Reason("faulty_data", str(fault)) for fault in faults])
    with transaction.atomic():
        for write in writings:
            write()
