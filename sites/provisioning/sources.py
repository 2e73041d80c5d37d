"""Reading data files so that every mistake in them is reported with file, line and reason."""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError


class Fault(NamedTuple):
    """One mistake in a data file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class Row:
    """One mapping of a data file. Each question about a key notes a fault instead of raising.

    Keys that nobody asked for are faults too (`unasked`), so that a misspelt one does not pass in silence.
    """

    def __init__(self, data: CommentedMap, *, file: str, faults: list[Fault]) -> None:
        self.file = file
        self._data = data
        self._faults = faults
        self._asked: set[str] = set()
        self._inner: list[Row] = []

    def line(self, key: str = "") -> int:
        """The line of a key, else of the whole row."""
        return int(self._data.lc.key(key)[0] if key in self._data else self._data.lc.line) + 1

    def fault(self, key: str, reason: str) -> None:
        """Note a mistake at the line of a key."""
        self._faults.append(Fault(self.file, self.line(key), reason))

    @property
    def noted(self) -> list[Fault]:
        """The mistakes of the whole file that were noted so far."""
        return self._faults

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self._data

    def text(self, key: str) -> str:
        """A text that has to be there."""
        value = self._get(key)
        if value is None or value == "":
            self.fault(key, _("“%(key)s” is missing") % {"key": key})
            return ""
        return self._as_text(key, value)

    def text_or_empty(self, key: str) -> str:
        """A text that may be left out."""
        value = self._get(key)
        return "" if value is None else self._as_text(key, value)

    def choice(self, key: str, choices: Container[str], default: str = "") -> str:
        """One of several words; `default` where it may be left out."""
        value = self.text_or_empty(key) if default else self.text(key)
        if value and value not in choices:
            self.fault(key, _("%(key)s “%(value)s” is not known") % {"key": key, "value": value})
        return value or default

    def day(self, key: str) -> date | None:
        """A day, or nothing."""
        value = self._get(key)
        if value is None or (isinstance(value, date) and type(value) is date):
            return value
        self.fault(key, _("%(key)s “%(value)s” is not a day like 2015-09-21") % {"key": key, "value": value})
        return None

    def number(self, key: str, default: int = 0) -> int:
        """A whole number."""
        value = self._get(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool):
            return int(value)
        self.fault(key, _("%(key)s “%(value)s” is not a whole number") % {"key": key, "value": value})
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is left out."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, CommentedSeq):
            self.fault(key, _("%(key)s is not a list") % {"key": key})
            return ()
        return tuple(self._as_text(key, item) for item in value)

    def by_language(self, key: str, languages: tuple[str, ...]) -> dict[str, str]:
        """Texts by language, all of `languages` given."""
        inner = self.row(key)
        return {language: inner.text(language) for language in languages} if inner else dict.fromkeys(languages, "")

    def row(self, key: str) -> "Row | None":
        """A mapping that has to be there."""
        value = self._get(key)
        if isinstance(value, CommentedMap):
            return self._wrap(value)
        self.fault(key, _("“%(key)s” is missing or is not a mapping") % {"key": key})
        return None

    def rows(self, key: str) -> list["Row"]:
        """A list of mappings; empty where it is left out."""
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, CommentedSeq) or not all(isinstance(item, CommentedMap) for item in value):
            self.fault(key, _("%(key)s is not a list of mappings") % {"key": key})
            return []
        return [self._wrap(item) for item in value]

    def value(self, key: str) -> Any:
        """Any value that JSON can hold, as plain Python; has to be there."""
        value = self._get(key)
        if value is None:
            self.fault(key, _("“%(key)s” is missing") % {"key": key})
        return plain(value)

    def unasked(self) -> Iterator[Fault]:
        """A fault for each key, here and further in, that nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                yield Fault(self.file, self.line(key), _("“%(key)s” means nothing here") % {"key": key})
        for row in self._inner:
            yield from row.unasked()

    def _get(self, key: str) -> Any:
        self._asked.add(key)
        return self._data.get(key)

    def _wrap(self, value: CommentedMap) -> "Row":
        row = Row(value, file=self.file, faults=self._faults)
        self._inner.append(row)
        return row

    def _as_text(self, key: str, value: Any) -> str:
        if isinstance(value, str):
            return value.strip()
        self.fault(key, _("%(key)s “%(value)s” is not a text: put it in quotes") % {"key": key, "value": value})
        return ""


def plain(value: Any) -> Any:
    """What ruamel read, as plain dicts, lists and texts."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def read_file(path: Path, *, name: str, faults: list[Fault]) -> Row:
    """Read one YAML file; what is not even YAML is a fault at its line, and reads as an empty mapping."""
    return read_text(path.read_text("utf-8"), name=name, faults=faults)


def read_text(text: str, *, name: str, faults: list[Fault]) -> Row:
    """Read YAML; a list alone is read as the one under `sites`."""
    try:
        data = YAML().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(Fault(name, line, str(error.problem or error.context).splitlines()[0]))
        data = CommentedMap()
    if isinstance(data, CommentedSeq):
        data = CommentedMap({"sites": data})
    if not isinstance(data, CommentedMap):
        faults.append(Fault(name, 1, _("the file is not a mapping")))
        data = CommentedMap()
    return Row(data, file=name, faults=faults)
