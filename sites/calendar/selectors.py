"""Reading the calendar."""

from collections.abc import Collection, Mapping
from datetime import date

from sites.calendar.enums import DayKind
from sites.calendar.models import CalendarDay
from sites.calendar.working import Hours, WorkingCalendar, read_hours
from sites.domains.models import PublicSite
from sites.memory import remembered
from sites.rules.selectors import rules_ever

HOURS = "calendar.hours"
# Where no rule says otherwise: eight hours a day, a week of 40 (Bộ luật Lao động 2019 Điều 105; QĐ 188/1999/QĐ-TTg)
USUAL = read_hours({"weekdays": [1, 2, 3, 4, 5], "hours": [["07:30", "11:30"], ["13:30", "17:30"]]})


def working_calendar(site: PublicSite | None = None) -> WorkingCalendar:
    """The calendar as it is known now, with all its past and coming hours, of a site or (None) of the province."""
    return working_calendars([site.pk] if site else [])[site.pk if site else None]


def working_calendars(sites: Collection[int]) -> Mapping[int | None, WorkingCalendar]:
    """The calendars of sites (by id) and, under None, that of the province: two queries, however many."""
    off, worked = _exceptions()
    hours: dict[int | None, list[Hours]] = {}
    for rule in rules_ever(HOURS, sites=sites):
        found = read_hours(rule.value, holds_from=rule.holds_from, holds_to=rule.holds_to)
        hours.setdefault(rule.site_id, []).append(found)
    everywhere = (*hours.get(None, []), USUAL)
    return {
        site: WorkingCalendar(everywhere if site is None else (*hours.get(site, []), *everywhere), off, worked)
        for site in (None, *sites)
    }


@remembered(by=lambda: ())
def _exceptions() -> tuple[frozenset[date], frozenset[date]]:
    rows = list(CalendarDay.objects.filter(ended_at__isnull=True).order_by().values_list("day", "kind"))
    return (
        frozenset(day for day, kind in rows if kind == DayKind.OFF),
        frozenset(day for day, kind in rows if kind == DayKind.WORKED),
    )
