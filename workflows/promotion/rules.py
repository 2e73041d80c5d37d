"""What the regulation says about promotion, as rules of the portal.

| Key | Value | Says |
|---|---|---|
| `promotion.changes` | `{"kind": "none" / "shorten" / "rewrite"}` | how far a copy may differ; without it nothing is promoted |
| `promotion.withdrawn_at_source` | `{"then": "withdraw"}` or `{"then": "ask", "hours": 8, "escalate_to": [...], "after": "withdraw"}` | what becomes of the copy; "after" the hours it may be withdrawn unasked |
| `promotion.consent` | selectors (the language of chains) | who lets a text leave the unit; without it those who decide about it there |
| `promotion.desk` | selectors | who receives, takes and refuses on the portal; without it the seats of the portal's chain |
| `promotion.sections` | `{"news": "news"}` | into which section of the portal (by code) what stands in a section of a unit is offered |
"""  # noqa: E501 - a table

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sites import clock
from sites.calendar.selectors import working_calendar
from sites.domains.models import PublicSite
from sites.memory import remembered
from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for
from workflows.boards.selectors import chain_of_site, item_of, steps_of
from workflows.boards.who import Item, Selector, offices
from workflows.promotion.enums import Freedom

CHANGES = "promotion.changes"
WITHDRAWN = "promotion.withdrawn_at_source"
CONSENT = "promotion.consent"
DESK = "promotion.desk"
SECTIONS = "promotion.sections"
ASK, WITHDRAW = "ask", "withdraw"


def rule_of(key: str, portal: PublicSite, *, on: date | None = None) -> Rule | None:
    """A rule of the portal on a day (today); None where it is silent."""
    try:
        return rule_for(key, site=portal, on=on)
    except Missing:
        return None


def basis_of(rule: Rule | None) -> str:
    """Article and document of a rule, as a refusal names them."""
    if rule is None:
        return ""
    return f"{rule.article}, {rule.basis.title}" if rule.article else str(rule.basis.title)


@remembered(by=lambda portal: portal.pk)
def freedom(portal: PublicSite) -> tuple[Freedom, str] | None:
    """How far copies on a portal may differ, and by which article; None where nothing is promoted."""
    rule = rule_of(CHANGES, portal)
    return (Freedom(rule.value["kind"]), basis_of(rule)) if rule else None


@dataclass(frozen=True, slots=True)
class WhenWithdrawn:
    """What becomes of a copy whose source was withdrawn: at once, or by the answer of the portal within `hours`."""

    asks: bool
    hours: float | None
    escalate_to: tuple[Selector, ...]
    ends_unasked: bool
    basis: str

    def until(self, since: datetime, portal: PublicSite) -> datetime | None:
        """Until when the portal has to answer; None where no hours are set."""
        return working_calendar(portal).add(since, timedelta(hours=self.hours)) if self.hours else None


def when_withdrawn(portal: PublicSite, *, on: date | None = None) -> WhenWithdrawn:
    """The rule of a day (today). Where none holds, a copy goes with its source."""
    rule = rule_of(WITHDRAWN, portal, on=on or clock.today())
    value: Mapping[str, Any] = rule.value if rule else {"then": WITHDRAW}
    return WhenWithdrawn(
        asks=value["then"] == ASK,
        hours=value.get("hours"),
        escalate_to=tuple(value.get("escalate_to", ())),
        ends_unasked=value.get("after") == WITHDRAW,
        basis=basis_of(rule),
    )


def consent_selectors(portal: PublicSite) -> tuple[Selector, ...]:
    """Who lets a text leave its unit; empty where the rule is silent."""
    rule = rule_of(CONSENT, portal)
    return tuple(rule.value) if rule else ()


def desk_offices(portal: PublicSite) -> list[str]:
    """The offices that receive proposals on the portal."""
    item = Item(site=portal, agency_id=portal.agency_id)
    rule = rule_of(DESK, portal)
    return offices(rule.value if rule else _of_chain(portal), item)


def board_offices(portal: PublicSite) -> list[str]:
    """The offices that decide about what is public on the portal; they are asked when a source was withdrawn."""
    deciding = [step for step in steps_of(chain_of_site(portal)) if step.decides]
    seats = [selector for step in deciding for selector in (*step.who, *step.stand_ins) if "seat" in selector]
    return offices(seats, Item(site=portal, agency_id=portal.agency_id)) or desk_offices(portal)


def offices_told(selectors: tuple[Selector, ...], portal: PublicSite) -> list[str]:
    """The offices that selectors mean on the portal."""
    return offices(selectors, Item(site=portal, agency_id=portal.agency_id))


def section_code(portal: PublicSite, code: str) -> str:
    """The code of the section of the portal for what stands in a section of a unit."""
    rule = rule_of(SECTIONS, portal)
    return str((rule.value if rule else {}).get(code, code))


def consent_offices(page: Any, portal: PublicSite) -> list[str]:
    """The offices that let this page of a unit leave it, by the rule; empty where it is silent."""
    return offices(consent_selectors(portal), item_of(page))


def _of_chain(portal: PublicSite) -> list[Selector]:
    """The seats that the chain of the portal asks."""
    return [selector for step in steps_of(chain_of_site(portal)) for selector in step.who if "seat" in selector]
