"""Whether machines may help on a site, how much, and how long anybody waits for them.

| Key | Value | Says |
|---|---|---|
| `machine.translation` | `{"engine": "libretranslate", "server": "dich.tinh.gov.vn", "characters_a_month": 200000, "drafts": "never"}` | it is switched on, with which of the operator's servers, and what a site may send in a month; `drafts`: `never`, or `allowed` for texts that are not public yet and have no moment. Where no such rule holds it is off |
| `machine.limits` | `{"seconds": 20, "characters_a_request": 4000, "segments_a_request": 40, "kilobytes": 1000}` | how long a person waits at most, how large a request and an answer may be |
"""  # noqa: E501 - a table

from dataclasses import dataclass

from sites.domains.models import PublicSite
from sites.rules.selectors import rule_for
from workflows.translation.rules import basis_of, rule_of

HELP, LIMITS = "machine.translation", "machine.limits"
ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Help:
    """What the rule of a site says."""

    engine: str
    server: str
    characters: int
    takes_drafts: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, and how much at once."""

    seconds: float
    characters: int
    segments: int
    bytes: int


def help_of(site: PublicSite) -> Help | None:
    """What a site may ask of machines today; None where it is switched off."""
    rule = rule_of(HELP, site)
    if rule is None:
        return None
    value = rule.value
    return Help(
        engine=str(value.get("engine", "")),
        server=str(value.get("server", "")).casefold(),
        characters=int(value.get("characters_a_month", 0)),
        takes_drafts=value.get("drafts") == ALLOWED,
        basis=basis_of(rule),
    )


def limits() -> Limits:
    """What holds today; Missing where no rule says so."""
    value = rule_for(LIMITS).value
    return Limits(
        seconds=float(value["seconds"]),
        characters=int(value["characters_a_request"]),
        segments=int(value["segments_a_request"]),
        bytes=int(value["kilobytes"]) * 1024,
    )
