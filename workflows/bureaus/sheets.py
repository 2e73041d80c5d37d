"""What a file says, whatever its format: one sheet a page, one unit a segment. Pure.

The name of a unit carries everything that is asked when it comes back, so that a file which a tool has sorted, merged
or stripped of remarks is still understood: its page, its segment, the source of which it was made, the wording that
stood there when it went out. What the file says twice (the source, the title) is only for whoever reads it.
"""

import hashlib
import re
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from cms.blocks.marking import shielded, unshielded
from cms.blocks.segments import HTML
from sites.refusals import Invalid, Reason

SHORT, BASE = 12, 8
STAMP = re.compile(rf"([0-9a-f]{{{SHORT}}})-([0-9a-f]{{{BASE}}})")


@dataclass(frozen=True, slots=True)
class Unit:
    """One segment. `stamp` names its source and the wording that was there; `at` is the line or name in the file.

    `is_done` is None where a file does not say; on the way out it is False where the source has changed. `has_codes`:
    tags were elements (True), could have been but were not (False), or are marks in this format (None). `before`,
    `notes` and `tags` are only for the way out.
    """

    key: str
    source: str
    target: str
    stamp: str
    is_done: bool | None = None
    has_codes: bool | None = None
    at: str = ""
    before: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    kind: str = HTML

    @property
    def version(self) -> str:
        """How the hash of the source begins."""
        return self.stamp.partition("-")[0]

    @property
    def base(self) -> str:
        """How the hash of the wording begins that stood there when the file went out."""
        return self.stamp.partition("-")[2]

    def words(self, kind: str, *, is_tagged: bool) -> str | None:
        """What it says for a segment of this kind, with marks as our own; None where its tags mean nothing there."""
        if self.has_codes is None or (kind == HTML and (self.has_codes or is_tagged)):
            return self.target
        if kind == HTML:
            return shielded(self.target)
        return None if self.has_codes else self.target


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a file."""

    public_id: UUID
    source_locale: str
    locale: str
    title: str
    name: str = ""
    handout: str = ""
    units: list[Unit] = field(default_factory=list)


def stamp(sha256: str, target: str) -> str:
    """By which a unit is known again."""
    return f"{sha256[:SHORT]}-{base_of(target)}"


def base_of(target: str) -> str:
    """How the hash of a wording begins."""
    return hashlib.sha256(target.encode()).hexdigest()[:BASE]


def plain(text: str) -> str:
    """Words of rich text without the shields of its braces: what a format with elements for tags writes."""
    return unshielded(text)


def refuse(code: str, message: str, *, name: str = "", line: int | None = None, basis: str = "") -> Invalid:
    """The refusal of a whole file: which one, in which line, by which rule."""
    where = _("line %(line)s") % {"line": line} if line else ""
    place = ", ".join(part for part in (name, where) if part)
    return Invalid(reasons=[Reason(code, f"{place}: {message}" if place else message, "files", basis)])


def same_language(said: str, code: str) -> bool:
    """Whether a tool's name of a language (en_US, EN-gb) means the one with this code."""
    tidy = said.strip().replace("_", "-").casefold()
    wanted = code.casefold()
    return tidy == wanted or tidy.split("-")[0] == wanted
