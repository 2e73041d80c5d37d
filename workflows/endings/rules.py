"""What the regulation says about endings.

`ending.review`, {"hours": 16}: within so many working hours a second person looks at what one person ended; where no
such rule holds nobody is asked. `redirect.outside`, ["gov.vn"]: domains outside to which an address may lead; none
where no rule says so.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sites.calendar.selectors import working_calendars
from sites.clock import day_of
from sites.domains.models import PublicSite
from sites.refusals import Missing
from sites.rules.selectors import rule_for, value_for
from workflows.passage.models import Withdrawal

REVIEW, OUTSIDE = "ending.review", "redirect.outside"


def review_until(endings: Collection[Withdrawal]) -> Mapping[int, datetime | None]:
    """Until when a second person is to look at each, by the rule of its day; those that nobody is asked about are
    left out, None stands where the rule sets no limit.
    """
    if not endings:
        return {}
    calendars = working_calendars({row.site_id for row in endings if row.site_id})
    found: dict[int, datetime | None] = {}
    for row in endings:
        try:
            rule = rule_for(REVIEW, site=row.site, on=day_of(row.at))
        except Missing:
            continue
        hours = rule.value.get("hours")
        found[row.pk] = calendars[row.site_id].add(row.at, timedelta(hours=hours)) if hours else None
    return found


def may_lead_to(address: str, *, site: PublicSite) -> bool:
    """Whether an address outside is one that a redirect of a site may lead to."""
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme not in ("http", "https") or parts.username or not host:
        return False
    return any(host == domain or host.endswith(f".{domain}") for domain in outside_of(site))


def outside_of(site: PublicSite) -> list[str]:
    """The domains outside to which a redirect of a site may lead."""
    return [str(domain).lower() for domain in value_for(OUTSIDE, site=site, default=[])]
