"""What the regulation says about emergencies: the rule `emergency.release`, {"hours": 4}.

Where no such rule holds for a site there is no emergency lane there. `hours` are the working hours in which a second
person has to confirm.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sites.calendar.selectors import working_calendars
from sites.clock import day_of
from sites.domains.models import PublicSite
from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for
from workflows.emergency.models import Emergency

KEY = "emergency.release"


def rule_of(site: PublicSite, *, on: date | None = None) -> Rule | None:
    """The rule of a site on a day (today); None where it has no emergency lane."""
    try:
        return rule_for(KEY, site=site, on=on)
    except Missing:
        return None


def confirm_until(emergencies: Collection[Emergency]) -> Mapping[int, datetime | None]:
    """Until when each has to be confirmed, by the rule of its day and the calendar of today."""
    if not emergencies:
        return {}
    calendars = working_calendars({row.site_id for row in emergencies})
    found: dict[int, datetime | None] = {}
    for row in emergencies:
        rule = rule_of(row.site, on=day_of(row.at))
        hours = rule.value.get("hours") if rule else None
        found[row.pk] = calendars[row.site_id].add(row.at, timedelta(hours=hours)) if hours else None
    return found
