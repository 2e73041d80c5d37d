"""What the regulation says about previews.

`preview.token`: {"minutes": 15}, how long a token holds; where no such rule holds, nobody previews. `preview.link`:
{"hours": 72}, how long a link for somebody without an account waits to be opened; without it there are no links.
`preview.ends`: what ends a preview before its time: "published", "withdrawn", "superseded". `preview.readers`: who sees
who has read drafts, as {"who": selectors of offices}. `preview.throttle`: {"minute": 30}, how many refused tokens one
address may show in a minute. `preview.kept`: {"tokens": 7, "readings": 366}, how many days tokens that ran out are
kept, and who read which draft; without it nothing is forgotten.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from api.preview.enums import Why
from sites.domains.models import PublicSite
from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for, value_for, values_by_site

TOKEN, LINK, ENDS = "preview.token", "preview.link", "preview.ends"
READERS, THROTTLE, KEPT = "preview.readers", "preview.throttle", "preview.kept"
DEFAULT_ENDS = (Why.PUBLISHED, Why.WITHDRAWN)  # a token of a public text would say the same as the site: never shown


@dataclass(frozen=True, slots=True)
class Kept:
    """How long what is written down about previews is kept: tokens since they ran out, readings since they were."""

    tokens: timedelta
    readings: timedelta


def token_rule(site: PublicSite) -> Rule | None:
    """The rule by which drafts of a site are previewed; None where they are not."""
    return _rule(TOKEN, site)


def link_rule(site: PublicSite) -> Rule | None:
    """The rule by which links are given to people without an account; None where none are."""
    return _rule(LINK, site)


def life_of_token(site: PublicSite) -> timedelta:
    """How long a token of a site holds. Raises Missing where nothing is previewed."""
    return timedelta(minutes=rule_for(TOKEN, site=site).value["minutes"])


def life_of_link(site: PublicSite) -> timedelta:
    """How long a link of a site waits to be opened. Raises Missing where there are no links."""
    return timedelta(hours=rule_for(LINK, site=site).value["hours"])


def ends_of(site: PublicSite) -> Collection[str]:
    """What ends a preview of a site before its time; publishing and withdrawing always do."""
    return {*DEFAULT_ENDS, *value_for(ENDS, site=site, default=())}


def readers_of(site: PublicSite) -> Any:
    """Selectors of those who see who has read drafts of a site."""
    return value_for(READERS, site=site, default={}).get("who", [])


def most_refusals_a_minute() -> int:
    """How many refused tokens one address may show in a minute; 0 where no rule says so: as many as it likes."""
    return int(value_for(THROTTLE, default={}).get("minute", 0))


def kept_by_site() -> Mapping[int | None, Kept]:
    """How long what is written down is kept, by site; under None what holds for all others. One query."""
    return {
        site: Kept(timedelta(days=value["tokens"]), timedelta(days=value["readings"]))
        for site, value in values_by_site(KEPT).items()
    }


def _rule(key: str, site: PublicSite) -> Rule | None:
    try:
        return rule_for(key, site=site)
    except Missing:
        return None
