"""What can be read of a text in a language without a reader of its own: what is written alike, long figures. Pure.

Figures of three digits or more are compared by their digits, whatever stands between them (1.926 is 1,926, 87,4 is
87.4) and in whatever digits they are written; whole dates in figures, where both texts write them so.
"""

import re
import unicodedata
from decimal import Decimal

from workflows.agreement.enums import Kind
from workflows.agreement.facts import Amount, Day, Fact, Sheet, in_order, read_neutral

DATE = re.compile(r"(?<![\d/])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\d/])")
FIGURE = re.compile(r"(?<![\w/])\d+(?:[.,]\d+)*")
SHORTEST = 3


def read_pair(source: str, target: str) -> tuple[list[Fact], list[Fact]]:
    """What the two lines of a pair state."""
    plain = _in_our_digits(source), _in_our_digits(target)
    has_dates = all(DATE.search(one) for one in plain)
    first, second = (_read(one, has_dates=has_dates) for one in plain)
    return first, second


def spells(_value: Decimal, _text: str) -> bool:
    """Numbers in words are not known."""
    return False


def _read(text: str, *, has_dates: bool) -> list[Fact]:
    sheet = Sheet(text)
    read_neutral(sheet)
    for found in sheet.each(DATE) if has_dates else ():
        day, month, year = map(int, found.groups())
        sheet.note(Kind.DATE, Day(year, month, day), *found.span())
    for found in sheet.each(FIGURE):
        digits = re.sub(r"\D", "", found[0])
        if len(digits) >= SHORTEST:
            sheet.note(Kind.NUMBER, Amount(Decimal(digits).normalize()), *found.span())
    return in_order(sheet.facts)


def _in_our_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)
