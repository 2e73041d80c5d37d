"""What the regulation says about texts in other languages, as rules of the province or of a site.

| Key | Value | Says |
|---|---|---|
| `translation.owed` | `{"en": [{"types": ["page"], "sections": ["about"]}]}` | which texts are owed in which language; either list left out means all. What is no page is named by its kind (`category`) |
| `translation.limits` | `{"first": 40, "correction": 8, "supplement": 16, "other": 24, "remind": 4, "escalate_to": [...]}` | within how many working hours, by what the source's change was; `remind` is when it is near; who is told of what is overdue, in the language of chains |
| `translation.minor` | `{"keeps_meaning": "unguarded"}` | which minor changes leave translations up to date: `always`, `unguarded` (no numbers, names, files), `never` |
| `translation.source_withdrawn` | `{"then": "withdraw"}` or `{"then": "ask", "hours": 16, "remind": 4}` | what becomes of translations when the source is withdrawn; who decides is asked to answer within so many working hours |

What a law forbids to be public is withdrawn in every language, whatever the last rule says.
"""  # noqa: E501 - a table

from collections.abc import Mapping
from typing import Any

from sites.domains.models import PublicSite
from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for, values_by_site

OWED, LIMITS = "translation.owed", "translation.limits"
MINOR, WITHDRAWN = "translation.minor", "translation.source_withdrawn"
ALWAYS, UNGUARDED = "always", "unguarded"
WITHDRAW, ASK = "withdraw", "ask"
REMIND = "remind"


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


def owed_by_site() -> Mapping[int | None, Mapping[str, list[Mapping[str, Any]]]]:
    """What is owed, by site and language; under None what holds for all other sites. One query."""
    return values_by_site(OWED)


def limits_by_site() -> Mapping[int | None, Mapping[str, Any]]:
    """Within how many working hours, by site; under None what holds for all others. One query."""
    return values_by_site(LIMITS)
