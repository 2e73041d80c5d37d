"""Numbers, sums and percentages, in the manner of writing of one language. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from workflows.agreement.enums import Kind
from workflows.agreement.facts import Amount, Reading, Sheet

GAP = re.compile(r"^\s*$")
HOURS = 24
ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language writes figures: the figure itself, multipliers, currencies before and after, percent, ranges."""

    figure: str
    thousands: str
    point: str
    multipliers: Mapping[str, int]
    currencies: Mapping[str, str]
    percent: str
    ordinal: str
    between: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """A figure with all that may stand around it."""
        many = _any(self.multipliers)
        money = _any(self.currencies)
        return re.compile(
            rf"(?:(?P<before>{money})\s?)?(?<![^\W\d_])(?<!\d)(?P<figure>{self.figure})(?P<ordinal>{self.ordinal})?"
            rf"(?:\s?(?P<many>(?:{many})(?:\s(?:{many}))?)(?![^\W\d_]))?"
            rf"(?:\s?(?P<after>{money})(?![^\W\d_])|\s?(?P<percent>{self.percent}))?",
            re.IGNORECASE,
        )


@dataclass(slots=True)
class Figure:
    """One figure while its neighbours are looked at."""

    start: int
    end: int
    plain: Decimal
    times: int
    currency: str
    percent: bool
    others: list[Reading]

    @property
    def value(self) -> Decimal:
        """With its multiplier."""
        return (self.plain * self.times).normalize()

    @property
    def reading(self) -> Reading:
        """What it is."""
        if self.currency:
            return Kind.SUM, Amount(self.value, self.currency)
        return Kind.NUMBER, Amount(self.value, "%" if self.percent else "")


def read_figures(sheet: Sheet, manner: Manner) -> None:
    """Note every figure of a line."""
    figures = _merged(sheet, [_figure(found, manner) for found in sheet.each(manner.pattern)])
    for left, right in pairwise(figures):
        if re.fullmatch(manner.between, sheet.rest[left.end : right.start], re.IGNORECASE):
            _lend(left, right)
    for figure in figures:
        sheet.note(*figure.reading, figure.start, figure.end, *_others(figure))


def roman(words: str) -> int:
    """A Roman number."""
    values = [ROMANS[letter] for letter in words]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


def number(value: int) -> Reading:
    """A plain whole number as a reading."""
    return Kind.NUMBER, Amount(Decimal(value).normalize())


def _any(words: Mapping[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _figure(found: re.Match[str], manner: Manner) -> Figure:
    digits = found["figure"].replace(manner.thousands, "") if _has_thousands(found["figure"], manner) else None
    plain = Decimal((digits or found["figure"]).replace(manner.point, "."))
    times = 1
    for word in (found["many"] or "").lower().split():
        times *= manner.multipliers[word]
    money = found["before"] or found["after"]
    currency = manner.currencies[_known(money, manner)] if money else ""
    return Figure(found.start(), found.end(), plain, times, currency, bool(found["percent"]), [])


def _known(money: str, manner: Manner) -> str:
    return next(word for word in manner.currencies if word.casefold() == money.casefold())


def _has_thousands(figure: str, manner: Manner) -> bool:
    return re.fullmatch(rf"\d{{1,3}}(?:{re.escape(manner.thousands)}\d{{3}})+(?:\D\d+)?", figure) is not None


def _merged(sheet: Sheet, figures: list[Figure]) -> list[Figure]:
    """One figure may have two parts: "1 tỷ 200 triệu đồng"."""
    found: list[Figure] = []
    for figure in figures:
        last = found[-1] if found else None
        if (
            last
            and not last.currency
            and 1 < figure.times < last.times
            and GAP.match(sheet.rest[last.end : figure.start])
        ):
            last.plain, last.times, last.end = last.value + figure.value, 1, figure.end
            last.currency = figure.currency
        else:
            found.append(figure)
    return found


def _lend(left: Figure, right: Figure) -> None:
    """In "10 đến 12 tỷ đồng" and "USD 65 to 95" each may have what only the other one says."""
    for one, other in ((left, right), (right, left)):
        times = other.times if one.times == 1 else one.times
        currency, percent = one.currency or other.currency, one.percent or other.percent
        lent = Figure(0, 0, one.plain, times, currency, percent, [])
        one.others += [lent.reading, (lent.reading[0], Amount(one.value, currency or ("%" if percent else "")))]


def _others(figure: Figure) -> list[Reading]:
    found = [reading for reading in figure.others if reading != figure.reading]
    plain: Reading = (Kind.NUMBER, Amount(figure.value))
    if plain != figure.reading:
        found.append(plain)
    elif figure.value == figure.value.to_integral_value() and figure.value <= HOURS:
        found.append((Kind.TIME, (int(figure.value), 0)))
    return found
