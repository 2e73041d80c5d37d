"""Arithmetic of working time. Pure: a `WorkingCalendar` is a value, read from the tables by `selectors`.

A moment at the very end of a stretch of work (17:30) belongs to it, so that a limit may end at the end of a day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from sites.clock import VIETNAM, day_of
from sites.clock.days import lies_within
from sites.refusals import Invalid

type Span = tuple[datetime, datetime]

LONGEST_SEARCH = 3660  # days: a calendar without a working day in ten years is a mistake
NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Hours:
    """The working days of a week (1 is Monday) and their hours, on the days [holds_from, holds_to)."""

    weekdays: frozenset[int]
    hours: tuple[tuple[time, time], ...]
    holds_from: date | None = None
    holds_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether these hours hold on a day."""
        return lies_within(day, self.holds_from, self.holds_to)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Hours, days off and days worked in exchange. A day that is neither follows its weekday."""

    weeks: Sequence[Hours]
    off: frozenset[date] = field(default_factory=frozenset)
    worked: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """Whether anything is worked on a day."""
        return bool(self._hours(day))

    def is_working(self, moment: datetime) -> bool:
        """Whether a moment lies in working time, its ends included."""
        return any(begins <= moment <= ends for begins, ends in self.spans(day_of(moment)))

    def spans(self, day: date) -> list[Span]:
        """The stretches of work of a day."""
        return [
            (datetime.combine(day, begins, VIETNAM), datetime.combine(day, ends, VIETNAM))
            for begins, ends in self._hours(day)
        ]

    def add(self, moment: datetime, amount: timedelta) -> datetime:
        """The moment when so much working time has passed; for none, the first working moment from here on."""
        for begins, ends in self._after(moment):
            start = max(begins, moment)
            if start + amount <= ends:
                return start + amount
            amount -= ends - start
        raise _endless()

    def back(self, moment: datetime, amount: timedelta) -> datetime:
        """The moment from which so much working time has passed until this one."""
        for begins, ends in self._before(moment):
            end = min(ends, moment)
            if end - amount >= begins:
                return end - amount
            amount -= end - begins
        raise _endless()

    def between(self, first: datetime, last: datetime) -> timedelta:
        """The working time from one moment to another; negative where the other comes before."""
        if last < first:
            return -self.between(last, first)
        spans = (span for day in _days(day_of(first), day_of(last)) for span in self.spans(day))
        return sum((max(min(ends, last) - max(begins, first), NONE) for begins, ends in spans), NONE)

    def after_days(self, moment: datetime, days: int) -> datetime:
        """The end of the so-manieth working day; the day of the moment is not counted (Bộ luật Dân sự Điều 147.2)."""
        day, found = day_of(moment), 0
        for _number in range(LONGEST_SEARCH):
            if found >= days and self.is_working_day(day):
                return self.spans(day)[-1][1]
            day += timedelta(days=1)
            found += self.is_working_day(day)
        raise _endless()

    def days_between(self, first: date, last: date) -> int:
        """How many working days lie after the first day, the last included; negative where it comes before."""
        if last < first:
            return -self.days_between(last, first)
        return sum(self.is_working_day(day) for day in _days(first + timedelta(days=1), last))

    def _hours(self, day: date) -> tuple[tuple[time, time], ...]:
        week = next((week for week in self.weeks if week.holds_on(day)), None)
        if week is None or (day in self.off and day not in self.worked):
            return ()
        return week.hours if day in self.worked or day.isoweekday() in week.weekdays else ()

    def _after(self, moment: datetime) -> Iterator[Span]:
        """The stretches that end at this moment or later."""
        first = day_of(moment)
        for number in range(LONGEST_SEARCH):
            yield from (span for span in self.spans(first + timedelta(days=number)) if span[1] >= moment)

    def _before(self, moment: datetime) -> Iterator[Span]:
        """The stretches that begin at this moment or before, the last first."""
        last = day_of(moment)
        for number in range(LONGEST_SEARCH):
            yield from (span for span in reversed(self.spans(last - timedelta(days=number))) if span[0] <= moment)


def read_hours(value: object, *, holds_from: date | None = None, holds_to: date | None = None) -> Hours:
    """Hours as a rule keeps them: {"weekdays": [1, 2], "hours": [["07:30", "11:30"]]}. Raises Invalid."""
    try:
        weekdays = frozenset(int(day) for day in value["weekdays"])  # type: ignore[index]
        hours = tuple(_stretches(value["hours"]))  # type: ignore[index]
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("calendar.hours", code="hours_unreadable") from error
    in_order = all(left[1] <= right[0] for left, right in pairwise(hours))
    if not (weekdays and hours and in_order and all(begins < ends for begins, ends in hours)):
        raise Invalid("calendar.hours", code="hours_unreadable")
    return Hours(weekdays, hours, holds_from, holds_to)


def _stretches(value: Iterable[Sequence[str]]) -> Iterator[tuple[time, time]]:
    for begins, ends in value:
        yield time.fromisoformat(begins), time.fromisoformat(ends)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _endless() -> Invalid:
    return Invalid("calendar", code="no_working_day")
