"""When the rights of a site are looked through again: by the rule `rights.review` {"months", "remind_before"}."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max

from sites import clock
from sites.accounts.reach import Reach
from sites.clock.days import months_after
from sites.domains.enums import SiteState
from sites.domains.models import PublicSite
from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for

KEY = "rights.review"


@dataclass(frozen=True, slots=True)
class Due:
    """A site, when it was last reviewed, and by when again."""

    site: PublicSite
    last_at: datetime | None
    due_on: date

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed."""
        return self.due_on < clock.today()


def review_rule() -> Rule | None:
    """The province's rule of today; None where there is none: nothing is due then."""
    try:
        return rule_for(KEY)
    except Missing:
        return None


def due_soon(reach: Reach) -> list[Due]:
    """The sites of a reach whose review is due, or will be within the days of the reminder; the longest due first."""
    rule = review_rule()
    if rule is None:
        return []
    sites = PublicSite.objects.filter(state=SiteState.OPEN)
    if not reach.everything:
        sites = sites.filter(pk__in=list(reach.kinds))
    until = clock.today() + timedelta(days=rule.value.get("remind_before", 0))
    found = _dues(sites.annotate(last_at=Max("reviews__at")), months=rule.value["months"])
    return sorted((due for due in found if due.due_on <= until), key=lambda due: (due.due_on, due.site.code))


def _dues(sites: Iterable[PublicSite], *, months: int) -> Iterable[Due]:
    for site in sites:
        last: datetime | None = site.last_at  # type: ignore[attr-defined]
        begins = clock.day_of(last) if last else site.opened_on
        if begins is not None:
            yield Due(site, last, months_after(begins, months))
