"""Limits as the rules say them, and due moments as they follow from a calendar. Pure but for `book_for`.

A rule `limit.<chain>.<step>` (`limit.cong-chinh.2`) beats `limit.<kind of step>` (`limit.approve`); a site's beats the
province's. Its value: {"hours": 8, "remind": 2, "escalate_to": [{"post": "head", "agency": "site"}]}: working hours
from arrival to the limit, how many before it a reminder is sent, and whom (in the language of chains) an overdue item
is told. The rule that counts is the one of the day on which the item came to the step.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sites.calendar.selectors import working_calendars
from sites.calendar.working import WorkingCalendar
from sites.clock import day_of
from sites.clock.days import lies_within
from sites.rules.models import Rule
from sites.rules.selectors import rules_ever
from workflows.boards.who import Selector
from workflows.deadlines.enums import Urgency

LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of an item under way decides about its limit."""

    passage_id: int
    site_id: int
    chain: str
    position: int
    kind: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """Until when an item is to be decided about, from when that is near, whom to tell afterwards, by which article."""

    at: datetime
    near_at: datetime
    escalate_to: tuple[Selector, ...]
    article: str
    basis: str

    def urgency(self, now: datetime) -> Urgency:
        """How the item stands to its limit at a moment."""
        if now > self.at:
            return Urgency.OVERDUE
        return Urgency.NEAR if now >= self.near_at else Urgency.IN_TIME


@dataclass(frozen=True, slots=True)
class LimitBook:
    """The rules of limits of some sites and their calendars, read once for many items."""

    rules: Mapping[tuple[str, int | None], tuple[Rule, ...]]
    calendars: Mapping[int | None, WorkingCalendar]

    def due(self, waiting: Waiting) -> Due | None:
        """The limit of an item; None where no rule sets one."""
        rule = self._rule(waiting)
        hours = rule.value.get("hours") if rule else None
        if rule is None or not hours:
            return None
        calendar = self.calendar(waiting.site_id)
        at = calendar.add(waiting.since, timedelta(hours=hours))
        near = calendar.back(at, timedelta(hours=min(rule.value.get("remind", 0), hours)))
        return Due(at, near, tuple(rule.value.get("escalate_to", ())), rule.article, str(rule.basis))

    def calendar(self, site_id: int) -> WorkingCalendar:
        """The calendar of a site."""
        return self.calendars.get(site_id, self.calendars[None])

    def _rule(self, waiting: Waiting) -> Rule | None:
        day = day_of(waiting.since)
        for key in (f"{LIMIT}.{waiting.chain}.{waiting.position}", f"{LIMIT}.{waiting.kind}"):
            for site in (waiting.site_id, None):
                for rule in self.rules.get((key, site), ()):
                    if lies_within(day, rule.holds_from, rule.holds_to):
                        return rule
        return None


def book_for(sites: Collection[int]) -> LimitBook:
    """The book of these sites: three queries, however many."""
    rules: dict[tuple[str, int | None], list[Rule]] = {}
    for rule in rules_ever(LIMIT, sites=sites):
        rules.setdefault((rule.key, rule.site_id), []).append(rule)
    return LimitBook({key: tuple(rows) for key, rows in rules.items()}, working_calendars(list(sites)))


def dues_of(items: Iterable[Waiting]) -> dict[int, Due | None]:
    """The limits of many items by passage."""
    listed = list(items)
    book = book_for({item.site_id for item in listed})
    return {item.passage_id: book.due(item) for item in listed}
