"""Reading facts out of a Vietnamese line. Pure."""

import re
from decimal import Decimal

from workflows.agreement.enums import Kind
from workflows.agreement.facts import Day, Fact, Sheet, in_order, read_neutral
from workflows.agreement.figures import HOURS, Manner, number, read_figures, roman

MANNER = Manner(
    figure=r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+,\d+|\d+\.\d{1,2}(?!\d)|\d+",
    thousands=".",
    point=",",
    multipliers={"trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9},
    currencies={
        "đồng": "VND",
        "VNĐ": "VND",
        "VND": "VND",
        "đô la Mỹ": "USD",
        "đô la": "USD",
        "USD": "USD",
        "US$": "USD",
        "$": "USD",
        "euro": "EUR",
        "EUR": "EUR",
        "€": "EUR",
        "đ": "VND",
    },
    percent=r"%|phần trăm|điểm phần trăm|điểm %",
    ordinal=r"\Z\A",
    between=r"\s?(?:-|–|đến|tới|và|hoặc)\s?(?:hơn\s|gần\s|khoảng\s)?",
)
YEAR = r"(?:19|20)\d{2}"
D, M = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
NO_DIGIT = r"(?![\d.,]?\d)"
RANGE = re.compile(
    rf"(?<![\d/.,])(?P<first>{D})\s?(?:-|–|đến|và|tới)\s?(?:hết\s)?(?:ngày\s)?(?=(?:{D})[/.-](?:{M})(?!\d))"
    rf"(?P<day>{D})[/.-](?P<month>{M})(?:[/.-](?P<year>{YEAR}))?(?![\d/])",
    re.IGNORECASE,
)
FULL = re.compile(rf"(?<![\d/.,])(?P<day>{D})([/.-])(?P<month>{M})\2(?P<year>{YEAR})(?!\d)")
SPOKEN = re.compile(
    rf"(?:(?:ngày|mùng|mồng)\s)(?P<day>{D})\s(?:tháng\s)(?P<month>{M})(?!\d)(?:[/,]?\s?(?:năm\s)?(?P<year>{YEAR}))?",
    re.IGNORECASE,
)
WITH_YEAR = re.compile(rf"(?<![\d/.,])(?P<day>{D})\stháng\s(?P<month>{M})\snăm\s(?P<year>{YEAR})(?!\d)", re.IGNORECASE)
SHORT = re.compile(rf"(?<![\d/.,])(?P<day>{D})/(?P<month>{M})(?![\d/])")
QUARTER = re.compile(rf"\bquý\s(?P<quarter>IV|I{{1,3}}|[1-4])\b(?:\s?/?\s?(?:năm\s)?(?P<year>{YEAR}))?", re.IGNORECASE)
MONTH = re.compile(
    rf"\btháng\s(?P<month>{M})(?![\d.,]?\d)(?:\s?/\s?(?P<year>{YEAR})|\snăm\s(?P<year2>{YEAR}))?", re.IGNORECASE
)
MONTHS = re.compile(rf"\btháng\s(?P<first>{M})\s?(?:-|–|đến|và|,)\s?(?=(?:tháng\s)?{M}(?![\d.]))", re.IGNORECASE)
MONTH_WORDS = ("", "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
SPELT_MONTH = re.compile(
    r"\btháng\s(mười hai|mười một|mười|chín|tám|bảy|sáu|tư|ba|hai|giêng|chạp)(?![^\W\d_])", re.IGNORECASE
)
WEEKDAY = re.compile(r"\bthứ\s[2-7]\b", re.IGNORECASE)
ONLY_DAY = re.compile(rf"\bngày\s(?P<day>{D})(?![\d/])(?![.,]\d)", re.IGNORECASE)
ONLY_YEAR = re.compile(rf"(?<![\d.,/])(?:năm\s)?(?P<year>{YEAR})(?![\d/])(?![.,]\d)", re.IGNORECASE)
TIME = re.compile(
    r"(?<![\d.,])(?P<hour>[01]?\d|2[0-4])(?:\s?(?:giờ|[hg](?![^\W\d_]))(?:\s?(?P<minute>[0-5]\d)(?!\d|[.,/]\d|\s?%))?"
    r"(?:\sphút)?|:(?P<colon>[0-5]\d)(?!\d))(?:\s(?P<part>sáng|trưa|chiều|tối|đêm)(?![^\W\d_]))?",
    re.IGNORECASE,
)
ROMAN = re.compile(r"(?<![^\W_])([IVX]{2,})(?![^\W_])")
AFTERNOON = frozenset({"chiều", "tối", "đêm"})
NOON = 12
WORDS: dict[int, tuple[str, ...]] = {
    1: ("một",),
    2: ("hai", "đôi", "cả hai"),
    3: ("ba",),
    4: ("bốn", "thứ tư", "tháng tư"),
    5: (r"(?<!\d )(?:năm)(?= \w)(?! (?:\d|nay|trước|sau|qua|tới|học|ngoái|này|đầu|cuối))",),
    6: ("sáu",),
    7: ("bảy",),
    8: ("tám",),
    9: ("chín",),
    10: ("mười", "chục"),
    11: ("mười một",),
    12: ("mười hai", "tá"),
    13: ("mười ba",),
    14: ("mười bốn",),
    15: ("mười lăm",),
    16: ("mười sáu",),
    17: ("mười bảy",),
    18: ("mười tám",),
    19: ("mười chín",),
    20: ("hai mươi",),
}


def read(text: str) -> list[Fact]:
    """Every fact of a Vietnamese line, in order."""
    sheet = Sheet(text)
    read_neutral(sheet)
    _read_dates(sheet)
    _read_times(sheet)
    _read_years(sheet)
    for found in sheet.each(ROMAN):
        sheet.note(*number(roman(found[1])), *found.span())
    read_figures(sheet, MANNER)
    return in_order(sheet.facts)


def _read_dates(sheet: Sheet) -> None:
    for found in sheet.each(RANGE):
        day = _day(found)
        sheet.note(Kind.DATE, Day(day.year, day.month, int(found["first"])), found.start(), found.start("day"))
        sheet.note(Kind.DATE, day, found.start("day"), found.end())
    for pattern in (FULL, SPOKEN, WITH_YEAR, SHORT):
        for found in sheet.each(pattern):
            sheet.note(Kind.DATE, _day(found), *found.span())
    for found in sheet.each(QUARTER):
        said = found["quarter"]
        quarter = int(said) if said.isdigit() else roman(said.upper())
        sheet.note(Kind.DATE, Day(_number(found["year"]), quarter=quarter), *found.span())
    for found in sheet.each(MONTHS):
        sheet.note(Kind.DATE, Day(month=int(found["first"])), found.start(), found.end("first"))
    for found in sheet.each(MONTH):
        sheet.note(Kind.DATE, Day(_number(found["year"] or found["year2"]), int(found["month"])), *found.span())
    for found in sheet.each(SPELT_MONTH):
        said = {"giêng": 1, "chạp": 12}.get(found[1].lower()) or MONTH_WORDS.index(found[1].lower())
        sheet.note(Kind.DATE, Day(month=said), *found.span(), number(said), is_weak=True)


def _read_years(sheet: Sheet) -> None:
    for found in sheet.each(WEEKDAY):
        sheet.take(*found.span())
    for found in sheet.each(ONLY_DAY):
        day = int(found["day"])
        sheet.note(Kind.DATE, Day(day=day), *found.span(), number(day))
    for found in sheet.each(ONLY_YEAR):
        year = int(found["year"])
        sheet.note(Kind.DATE, Day(year), *found.span(), number(year))


def _read_times(sheet: Sheet) -> None:
    for found in sheet.each(TIME):
        hour, minute = int(found["hour"]), int(found["minute"] or found["colon"] or 0)
        if (found["part"] or "").lower() in AFTERNOON and hour < NOON:
            hour += NOON
        others = [number(hour)] if not minute else []
        if hour == HOURS and not minute:
            others.append((Kind.TIME, (0, 0)))
        sheet.note(Kind.TIME, (hour, minute), *found.span(), *others)


def _day(found: re.Match[str]) -> Day:
    return Day(_number(found["year"]) if "year" in found.groupdict() else None, int(found["month"]), int(found["day"]))


def _number(said: str | None) -> int | None:
    return int(said) if said else None


def spells(value: Decimal, text: str) -> bool:
    """Whether a small number stands in a line in words."""
    return any(re.search(rf"(?<![^\W_]){word}(?![^\W_])", text, re.IGNORECASE) for word in WORDS.get(int(value), ()))
