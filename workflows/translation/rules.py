"""What the regulation says about texts in other languages, as rules of the province or of a site.

| Key | Value | Says |
|---|---|---|
| `translation.owed` | `{"en": [{"types": ["page"], "sections": ["about"]}]}` | which texts are owed in which language; either list left out means all. What is no page is named by its kind (`category`) |
| `translation.limits` | `{"first": 40, "correction": 8, "supplement": 16, "other": 24, "remind": 4}` | within how many working hours, by what the source's change was; `remind` is when it is near |
| `translation.minor` | `{"keeps_meaning": "unguarded"}` | which minor changes leave translations up to date: `always`, `unguarded` (no numbers, names, files), `never` |
| `translation.source_withdrawn` | `{"then": "withdraw"}` or `{"then": "ask"}` | what becomes of translations when the source is withdrawn |

What a law forbids to be public is withdrawn in every language, whatever the last rule says.
"""  # noqa: E501 - a table

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sites.calendar.working import WorkingCalendar
from sites.domains.models import PublicSite
from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for, values_by_site

OWED, LIMITS = "translation.owed", "translation.limits"
MINOR, WITHDRAWN = "translation.minor", "translation.source_withdrawn"
ALWAYS, UNGUARDED = "always", "unguarded"
WITHDRAW, ASK = "withdraw", "ask"
OTHER, REMIND = "other", "remind"


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a text is owed, and from when that is near."""

    at: datetime
    near_at: datetime


def rule_of(key: str, site: PublicSite) -> Rule | None:
    """A rule of a site today; None where it is silent."""
    try:
        return rule_for(key, site=site)
    except Missing:
        return None


def basis_of(rule: Rule | None) -> str:
    """Article and document of a rule."""
    return f"{rule.article}, {rule.basis.title}".strip(", ")[:300] if rule else ""


def keeps_meaning(site: PublicSite, *, is_guarded: bool) -> tuple[bool, str]:
    """Whether a minor change leaves translations up to date, and by which article. Where no rule says so, it does not.

    `is_guarded`: it touches numbers, names or files.
    """
    rule = rule_of(MINOR, site)
    said = rule.value.get("keeps_meaning") if rule else None
    return said == ALWAYS or (said == UNGUARDED and not is_guarded), basis_of(rule)


def then_withdraws(site: PublicSite) -> tuple[bool, str]:
    """Whether translations go when their source goes, and by which article; where no rule speaks they go."""
    rule = rule_of(WITHDRAWN, site)
    return rule is None or rule.value.get("then", WITHDRAW) != ASK, basis_of(rule)


def owed_by_site(locale: str) -> Mapping[int | None, list[Mapping[str, Any]]]:
    """What is owed in a language, by site; under None what holds for all others. One query."""
    return {site: list(value.get(locale, ())) for site, value in values_by_site(OWED).items()}


def limits_by_site() -> Mapping[int | None, Mapping[str, Any]]:
    """Within how many working hours, by site; under None what holds for all others. One query."""
    return values_by_site(LIMITS)


def due_of(limits: Mapping[str, Any], calendar: WorkingCalendar, changes: Iterator[tuple[datetime, str]]) -> Due | None:
    """Until when a text is owed: the earliest limit of the changes that it has not followed."""
    remind = timedelta(hours=limits.get(REMIND, 0))
    hours = ((since, limits.get(cause, limits.get(OTHER, 0))) for since, cause in changes)
    found = [calendar.add(since, timedelta(hours=number)) for since, number in hours if number]
    return Due(min(found), calendar.back(min(found), remind)) if found else None
