"""The calendar as data: `reference/calendar.yaml` for the country, `calendar.yaml` for what a province adds."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sites.calendar.actions import enter_day
from sites.calendar.enums import DayKind
from sites.calendar.models import CalendarDay
from sites.provisioning.province import Loading, ProvincePart, Stage, Writing
from sites.provisioning.sources import Row
from sites.rules.models import LegalBasis

LANGUAGES = ("vi", "en")


def read_days(loading: Loading) -> Writing:
    """Read days off and days worked in exchange. A day that was ever entered is left as people made it since."""
    days = [_day(loading, row) for row in _rows(loading)]

    def write() -> None:
        known = set(CalendarDay.objects.values_list("day", flat=True))
        bases = LegalBasis.objects.in_bulk(field_name="code")
        for day in days:
            if day["day"] not in known:
                enter_day(loading.actor, day=CalendarDay(**{**day, "basis": bases[day["basis"]]}))

    return write


def _rows(loading: Loading) -> Iterator[Row]:
    for document in (loading.reference("calendar.yaml"), loading.document("calendar.yaml")):
        if document is not None:
            yield from document.rows("days")


def _day(loading: Loading, row: Row) -> dict[str, Any]:
    names = row.by_language("names", LANGUAGES)
    return {
        "day": row.day("day") or date.min,
        "kind": row.choice("kind", DayKind.values),
        "name_vi": names["vi"],
        "name_en": names["en"],
        "basis": loading.refer(row, "basis", "basis"),
        "number": row.text_or_empty("number"),
        "is_provisional": row.choice("provisional", ("yes", "no"), "no") == "yes",
    }


DAYS = ProvincePart(Stage.RULES, read_days)
