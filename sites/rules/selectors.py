"""Asking the regulation."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from sites import clock
from sites.clock.days import holding_on, lies_within
from sites.domains.models import PublicSite
from sites.memory import is_remembering, remembered
from sites.refusals import Missing
from sites.rules.models import Rule


def rules_holding(*, on: date) -> QuerySet[Rule]:
    """The rules of all sites that hold on a day, with their legal basis."""
    return Rule.objects.select_related("basis").filter(holding_on(on, "holds"))


def rule_for(key: str, *, site: PublicSite | None = None, on: date | None = None) -> Rule:
    """The rule of a key on a day (today): the site's own, else the province's. Raises Missing."""
    rule = _rule(key, site=site, on=on)
    if rule is None:
        raise Missing(_("No rule says “%(key)s”.") % {"key": key}, code="no_rule")
    return rule


def value_for(key: str, *, site: PublicSite | None = None, on: date | None = None, default: Any = None) -> Any:
    """The value of the rule of a key on a day (today); `default` where no rule holds."""
    rule = _rule(key, site=site, on=on)
    return default if rule is None else rule.value


def values_by_site(key: str) -> dict[int | None, Any]:
    """The values of a key today, by site; under None what holds for the whole province. One query for all sites."""
    day = clock.today()
    rules = _every_rule(day).get(key, {}).values() if is_remembering() else rules_holding(on=day).filter(key=key)
    return {rule.site_id: rule.value for rule in rules}


def rules_ever(key: str, *, sites: Collection[int]) -> list[Rule]:
    """The rules of a key and of the keys below it ("limit": "limit.approve"), of whatever day, for the whole province
    and for these sites, with their legal basis.
    """
    if is_remembering():
        named = (rule for rule in _rules_ever() if rule.key == key or rule.key.startswith(f"{key}."))
        return [rule for rule in named if rule.site_id is None or rule.site_id in sites]
    rules = Rule.objects.filter(Q(key=key) | Q(key__startswith=f"{key}."), Q(site__isnull=True) | Q(site__in=sites))
    return list(rules.select_related("basis").order_by())


def _rule(key: str, *, site: PublicSite | None, on: date | None) -> Rule | None:
    day = on or clock.today()
    if is_remembering():
        by_site = _every_rule(day).get(key, {})
        return (by_site.get(site.pk) if site else None) or by_site.get(None)
    rules = rules_holding(on=day).filter(Q(site__isnull=True) | Q(site=site), key=key)
    return rules.order_by(F("site").asc(nulls_last=True)).first()


@remembered(by=lambda day: day)
def _every_rule(day: date) -> dict[str, dict[int | None, Rule]]:
    """All that holds on a day, by key and site: a screen asks for many keys, and few rules are of one site alone."""
    found: dict[str, dict[int | None, Rule]] = {}
    for rule in _rules_ever():
        if lies_within(day, rule.holds_from, rule.holds_to):
            found.setdefault(rule.key, {})[rule.site_id] = rule
    return found


@remembered(by=lambda: None)
def _rules_ever() -> list[Rule]:
    """All rules of whatever day: a limit follows the rule of the day on which an item came."""
    return list(Rule.objects.select_related("basis").order_by())
