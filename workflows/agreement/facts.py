"""What a line of a text states that can be compared: its value, how it is written, where it stands. Pure.

A fact has one main reading and perhaps others ("7 giờ" is a time, and may be seven hours). A *weak* fact may answer to
one of the other text, and its own absence means nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from anyascii import anyascii

from workflows.agreement.enums import Kind


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is written: any part may be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None

    def fits(self, other: "Day") -> bool:
        """Whether the two name the same day, where one of them may say less."""
        pairs = [(self.year, other.year), (self.month, other.month), (self.day, other.day)]
        pairs.append((self.quarter, other.quarter))
        both = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
        return bool(both) and all(mine == theirs for mine, theirs in both) and self._deepest == other._deepest

    @property
    def _deepest(self) -> str:
        """Days are compared with days, months with months."""
        if self.day is not None:
            return "day"
        if self.quarter is not None:
            return "quarter"
        return "month" if self.month is not None else "year"

    @property
    def parts(self) -> list[int]:
        """The numbers that are written in it."""
        return [part for part in (self.day, self.month, self.quarter, self.year) if part is not None]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts as far as it matters: `%`, a currency, or nothing."""

    value: Decimal
    of: str = ""


type Value = Day | Amount | tuple[int, int] | str
type Reading = tuple[Kind, Value]


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a line."""

    kind: Kind
    value: Value
    words: str
    start: int
    end: int
    others: tuple[Reading, ...] = ()
    is_weak: bool = False
    line: int = field(default=-1, compare=False)

    @property
    def reading(self) -> Reading:
        """The main reading."""
        return self.kind, self.value

    def agrees(self, other: "Fact") -> bool:
        """Whether both mean the same in the main reading of at least one of them."""
        return any(same(self.reading, one) for one in (other.reading, *other.others)) or any(
            same(one, other.reading) for one in self.others
        )

    def at(self, line: int) -> "Fact":
        """The fact as one of a line."""
        return replace(self, line=line)


def same(one: Reading, other: Reading) -> bool:
    """Whether two readings mean the same."""
    if one[0] != other[0]:
        return False
    if isinstance(one[1], Day) and isinstance(other[1], Day):
        return one[1].fits(other[1])
    return one[1] == other[1]


class Sheet:
    """A line while it is read: what was understood is blotted out, so that no figure is read twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rest = text
        self.facts: list[Fact] = []

    def each(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The places where a pattern stands in what is left, from the left."""
        yield from list(pattern.finditer(self.rest))

    def take(self, start: int, end: int) -> str:
        """Blot a stretch out; answers with the words that stood there."""
        self.rest = self.rest[:start] + "\x00" * (end - start) + self.rest[end:]
        return self.text[start:end].strip()

    def note(self, kind: Kind, value: Value, start: int, end: int, *others: Reading, is_weak: bool = False) -> None:
        """Write a fact down and blot it out."""
        self.facts.append(Fact(kind, value, self.take(start, end), start, end, others, is_weak))


type Reader = Callable[[str], list[Fact]]

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”()]+|\b(?:[\w-]+\.)+(?:gov\.vn|com\.vn|org\.vn|edu\.vn|vn)(?:/\S*)?\b"
)
DOCUMENT = re.compile(r"(?<![\w/])\d{1,5}/(?:(?:19|20)\d{2}/)?[A-ZĐ]{1,10}\d{0,2}(?:-[A-ZĐ&0-9]{1,12})*(?![\w/])")
PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+\s?84|\(\s?\+\s?84\s?\)|\(0\d{1,4}\)|0)(?:[ .\-()\u00a0]{0,2}\d){8,10}(?![\d])"
    r"|(?<![\w.,/-])1[89]00(?:[ .-]?\d){4,6}(?!\d)"
)
SHORTEST_PHONE = 8


def read_neutral(sheet: Sheet) -> None:
    """What is written alike in every language: mail, addresses, numbers of documents, telephones."""
    for found in sheet.each(MAIL):
        sheet.note(Kind.MAIL, found[0].casefold().strip("."), *found.span())
    for found in sheet.each(ADDRESS):
        sheet.note(Kind.LINK, address(found[0]), *found.span())
    for found in sheet.each(DOCUMENT):
        sheet.note(Kind.DOCUMENT, document(found[0]), *found.span())
    for found in sheet.each(PHONE):
        sheet.note(Kind.PHONE, phone(found[0]), *found.span())


def document(words: str) -> str:
    """The number of a document as it is compared: 30/2020/ND-CP is 30/2020/NĐ-CP, 05/QĐ is 5/QĐ."""
    return anyascii(words).upper().lstrip("0")


def phone(words: str) -> str:
    """The digits of a telephone number, as dialled inside the country."""
    digits = re.sub(r"\D", "", words)
    if digits.startswith("84") and words.lstrip(" (").startswith("+"):
        return "0" + digits[2:].removeprefix("0")
    return digits


def address(words: str) -> str:
    """An address on the net without what may be left out."""
    plain = re.sub(r"^(?:https?://)?(?:www\.)?", "", words.strip().casefold())
    return plain.rstrip(".,;:!?)/")


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """By where they stand."""
    return sorted(facts, key=lambda fact: (fact.start, fact.end))
