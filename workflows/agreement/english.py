"""Reading facts out of an English line. Pure."""

import re
from decimal import Decimal

from workflows.agreement.enums import Kind
from workflows.agreement.facts import Amount, Day, Fact, Sheet, in_order, read_neutral
from workflows.agreement.figures import HOURS, Manner, number, read_figures, roman

MANNER = Manner(
    figure=r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+\.\d+|\d+",
    thousands=",",
    point=".",
    multipliers={
        "hundred": 100,
        "thousand": 10**3,
        "million": 10**6,
        "billion": 10**9,
        "bn": 10**9,
        "trillion": 10**12,
    },
    currencies={
        "VND": "VND",
        "VNĐ": "VND",
        "dong": "VND",
        "US dollars": "USD",
        "dollars": "USD",
        "USD": "USD",
        "US$": "USD",
        "$": "USD",
        "euros": "EUR",
        "euro": "EUR",
        "EUR": "EUR",
        "€": "EUR",
        "₫": "VND",
    },
    percent=r"%|per ?cent(?:age points?)?|percentage points?",
    ordinal=r"(?:st|nd|rd|th)(?![^\W\d_])",
    between=r"\s?(?:-|–|to|and|or)\s?",
)
NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
MONTHS = {name[:length]: number for number, name in enumerate(NAMES, 1) for length in (3, len(name))} | {"Sept": 9}
NAME = "(?P<name>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
YEAR = r"(?:19|20)\d{2}"
D, M = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
TH = r"(?:st|nd|rd|th)?"
AND = r"\s?(?:-|–|to|and|until)\s?(?:the\s)?"
RANGE = re.compile(
    rf"(?<![\d/.,])(?P<first>{D}){TH}{AND}(?P<day>{D}){TH}\s(?:of\s)?{NAME}(?:,?\s(?P<year>{YEAR}))?(?!\d)"
)
RANGE_US = re.compile(
    rf"\b{NAME}\s(?P<first>{D}){TH}\s?(?:-|–|to|and)\s?(?P<day>{D}){TH}(?!\d)(?:,?\s(?P<year>{YEAR})(?!\d))?"
)
SPOKEN = re.compile(rf"(?<![\d/.,])(?P<day>{D}){TH}\s(?:of\s)?{NAME}(?:,?\s(?P<year>{YEAR})(?!\d))?")
SPOKEN_US = re.compile(rf"\b{NAME}\s(?P<day>{D}){TH}(?![\d.,]?\d)(?:,?\s(?P<year>{YEAR})(?!\d))?")
FULL = re.compile(rf"(?<![\d/.,])(?P<day>{D})([/.-])(?P<month>{M})\2(?P<year>{YEAR})(?!\d)")
ISO = re.compile(rf"(?<!\d)(?P<year>{YEAR})-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)")
SHORT = re.compile(rf"(?<![\d/.,])(?P<day>{D})/(?P<month>{M})(?![\d/])")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
QUARTER = re.compile(
    rf"\b(?P<word>{'|'.join(ORDINALS)})\squarter(?:\s(?:of\s)?(?P<year>{YEAR}))?"
    rf"|\b(?:Q|quarter\s)(?P<quarter>IV|I{{1,3}}|[1-4])\b(?:\s?[/ ]?\s?(?:of\s)?(?P<year2>{YEAR}))?",
    re.IGNORECASE,
)
MONTH = re.compile(rf"\b{NAME}(?:,?\s(?:of\s)?(?P<year>{YEAR})(?!\d))?")
ONLY_YEAR = re.compile(rf"(?<![\d.,/])(?P<year>{YEAR})(?![\d/])(?![.,]\d)s?")
HALF = r"(?:\s?(?P<half>[ap])\.?\s?m\.?(?![^\W\d_]))"
TIMES = re.compile(
    rf"(?<![\d.,:])(?P<hour>1?\d)(?:[:.](?P<minute>[0-5]\d))?\s?(?:-|–|to|and)\s?"
    rf"(?=(?P<rest>1?\d(?:[:.][0-5]\d)?{HALF}))",
    re.IGNORECASE,
)
TIME = re.compile(
    rf"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])(?:(?::(?P<minute>[0-5]\d)(?!\d)){HALF}?"
    rf"|(?:\.(?P<minute2>[0-5]\d))?{HALF.replace('half', 'half2')}|(?:\so[’']clock))",
    re.IGNORECASE,
)
DOTTED = re.compile(r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])\.(?P<minute>[0-5]\d)(?![\d%]|\s?(?:million|billion|%))")
SPOKEN_TIMES = re.compile(r"\b(noon|midday|midnight)\b", re.IGNORECASE)
ROMAN = re.compile(r"(?<![^\W_])([IVX]{2,})(?![^\W_])")
NOON = 12
UNITS = (
    ("zero", "no", "none"),
    ("one", "first", "a", "an", "single", "once", "another", "each"),
    ("two", "second", "twice", "both", "pair", "double"),
    ("three", "third", "triple"),
    ("four", "fourth"),
    ("five", "fifth"),
    ("six", "sixth"),
    ("seven", "seventh"),
    ("eight", "eighth"),
    ("nine", "ninth"),
    ("ten", "tenth"),
    ("eleven", "eleventh"),
    ("twelve", "twelfth", "dozen"),
    ("thirteen", "thirteenth"),
    ("fourteen", "fourteenth"),
    ("fifteen", "fifteenth"),
    ("sixteen", "sixteenth"),
    ("seventeen", "seventeenth"),
    ("eighteen", "eighteenth"),
    ("nineteen", "nineteenth"),
    ("twenty", "twentieth"),
)


def read(text: str) -> list[Fact]:
    """Every fact of an English line, in order."""
    sheet = Sheet(text)
    read_neutral(sheet)
    _read_dates(sheet)
    _read_times(sheet)
    for found in sheet.each(ONLY_YEAR):
        year = int(found["year"])
        sheet.note(Kind.DATE, Day(year), *found.span(), number(year))
    for found in sheet.each(ROMAN):
        sheet.note(*number(roman(found[1])), *found.span())
    read_figures(sheet, MANNER)
    return in_order(sheet.facts)


def _read_dates(sheet: Sheet) -> None:
    for found in sheet.each(RANGE):
        day = _named(found)
        sheet.note(Kind.DATE, Day(day.year, day.month, int(found["first"])), found.start(), found.start("day"))
        sheet.note(Kind.DATE, day, found.start("day"), found.end())
    for found in sheet.each(RANGE_US):
        day = _named(found)
        sheet.note(Kind.DATE, day, found.start("day"), found.end())
        sheet.note(Kind.DATE, Day(day.year, day.month, int(found["first"])), found.start(), found.end("first"))
    for pattern in (SPOKEN, SPOKEN_US):
        for found in sheet.each(pattern):
            sheet.note(Kind.DATE, _named(found), *found.span())
    for pattern in (ISO, FULL, SHORT):
        for found in sheet.each(pattern):
            year = found["year"] if "year" in found.groupdict() else None
            day = Day(int(year) if year else None, int(found["month"]), int(found["day"]))
            sheet.note(Kind.DATE, day, *found.span())
    _read_quarters(sheet)
    for found in sheet.each(MONTH):
        year = found["year"]
        day = Day(int(year) if year else None, MONTHS[found["name"]])
        sheet.note(Kind.DATE, day, *found.span(), is_weak=found["name"] in ("May", "March") and not year)


def _read_quarters(sheet: Sheet) -> None:
    for found in sheet.each(QUARTER):
        said = found["word"] or found["quarter"]
        quarter = ORDINALS.get(said.lower()) or (int(said) if said.isdigit() else roman(said.upper()))
        year = found["year"] or found["year2"]
        is_weak = said.lower() in ("last",)
        sheet.note(Kind.DATE, Day(int(year) if year else None, quarter=quarter), *found.span(), is_weak=is_weak)


def _read_times(sheet: Sheet) -> None:
    for found in sheet.each(TIMES):
        clock = _clock(found["hour"], found["minute"], found["half"])
        sheet.note(Kind.TIME, clock, found.start(), found.start("rest"))
    for found in sheet.each(TIME):
        clock = _clock(found["hour"], found["minute"] or found["minute2"], found["half"] or found["half2"])
        others = [number(clock[0])] if not clock[1] else []
        if clock == (HOURS, 0):
            others.append((Kind.TIME, (0, 0)))
        sheet.note(Kind.TIME, clock, *found.span(), *others)
    for found in sheet.each(DOTTED):
        clock = (int(found["hour"]), int(found["minute"]))
        plain = Amount(Decimal(found[0]).normalize())
        sheet.note(Kind.NUMBER, plain, *found.span(), (Kind.TIME, clock))
    for found in sheet.each(SPOKEN_TIMES):
        hour = 0 if found[1].lower() == "midnight" else NOON
        sheet.note(Kind.TIME, (hour, 0), *found.span(), (Kind.TIME, (HOURS, 0)), is_weak=True)


def _clock(hour: str, minute: str | None, half: str | None) -> tuple[int, int]:
    said = int(hour)
    if (half or "").lower() == "p" and said < NOON:
        said += NOON
    if (half or "").lower() == "a" and said == NOON:
        said = 0
    return said, int(minute or 0)


def _named(found: re.Match[str]) -> Day:
    year = found["year"]
    return Day(int(year) if year else None, MONTHS[found["name"]], int(found["day"]))


def spells(value: Decimal, text: str) -> bool:
    """Whether a small number stands in a line in words."""
    words = UNITS[int(value)] if 0 <= int(value) < len(UNITS) else ()
    return any(re.search(rf"\b{word}s?\b", text, re.IGNORECASE) for word in words)
