"""What the regulation says about changes: the rule `changes`, over it `changes.<kind>`, of the site or the province.

    {"persons": 2, "approve": [{"administrator": "province"}, {"post": "head", "agency": "site"}],
     "propose": [...], "hours": 16, "remind": 4, "days": 30, "basis": "required"}

`persons` 1: one is enough. `approve` names who may say yes, in the language of chains and with administrators beside;
`propose`, where it is there, narrows who may ask. `hours`: working hours in which somebody should have decided;
`remind`: how many before that they are reminded; `days` after which nobody can any more. Where no rule holds at all,
two administrators are asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sites.accounts.models import User
from sites.accounts.selectors import administrators
from sites.domains.enums import SiteKind
from sites.domains.models import PublicSite
from sites.refusals import Missing
from sites.rules.models import Rule
from sites.rules.selectors import rule_for
from workflows.boards.who import Item, Selector, faults_of, offices

KEY = "changes"
ADMINISTRATOR: Selector = {"administrator": "province"}
TWO = 2


@dataclass(frozen=True, slots=True)
class Places:
    """Who is meant: offices, and whether administrators are."""

    offices: list[str]
    by_administrators: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one kind of change on one site."""

    persons: int = TWO
    approve: Sequence[Selector] = (ADMINISTRATOR,)
    propose: Sequence[Selector] = ()
    hours: int | None = None
    remind: int = 0
    days: int | None = None
    asks_for_basis: bool = False
    article: str = ""


def terms_of(key: str, site: PublicSite | None, *, on: date | None = None) -> Terms:
    """The terms of a kind on a site on a day (today)."""
    rules = [rule for name in (KEY, f"{KEY}.{key}") if (rule := _rule(name, site, on)) is not None]
    value: dict[str, Any] = {}
    for rule in rules:
        value |= rule.value
    return Terms(
        persons=value.get("persons", TWO),
        approve=value.get("approve", (ADMINISTRATOR,)),
        propose=value.get("propose", ()),
        hours=value.get("hours"),
        remind=value.get("remind", 0),
        days=value.get("days"),
        asks_for_basis=value.get("basis") == "required",
        article=_source(rules[-1]) if rules else "",
    )


def places(selectors: Sequence[Selector], site: PublicSite | None) -> Places:
    """The offices that selectors mean on a site; what belongs to no site is asked about at the portal."""
    where = site or PublicSite.objects.filter(kind=SiteKind.PORTAL).first()
    of_chains = [one for one in selectors if "administrator" not in one]
    item = Item(site=where, agency_id=where.agency_id) if where else None
    return Places(offices(of_chains, item) if item else [], len(of_chains) < len(selectors))


def faults_of_terms(value: Mapping[str, Any]) -> list[str]:
    """What is wrong with the value of such a rule, in words."""
    named = [one for name in ("approve", "propose") for one in value.get(name, ()) if one != ADMINISTRATOR]
    faults = faults_of(named)
    if value.get("persons", TWO) not in (1, TWO):
        faults.append(_("A change is made by one person or by two."))
    return faults


def is_first_of_all(actor: User) -> bool:
    """Whether there was never another administrator than this one."""
    return administrators().filter(pk=actor.pk).exists() and not (
        User.objects.filter(is_superuser=True).exclude(pk=actor.pk).exists()
    )


def _rule(key: str, site: PublicSite | None, on: date | None) -> Rule | None:
    try:
        return rule_for(key, site=site, on=on)
    except Missing:
        return None


def _source(rule: Rule) -> str:
    return ", ".join(part for part in (rule.article, str(rule.basis)) if part)[:300]
