"""What the regulation has to say about host names and names of agencies."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sites import clock
from sites.agencies.selectors import agencies_on, agency_of_plan, name_on
from sites.domains.models import PublicSite
from sites.domains.naming import Bearer
from sites.memory import remembered
from sites.provisioning.findings import Finding, Weight
from sites.provisioning.plan import SitePlan
from sites.refusals import Reason
from sites.rules.models import Rule, RuleOverride
from sites.rules.naming import NamingRule, is_named_well, letters, names_asked_for, without
from sites.rules.selectors import rules_holding

KEYS = "naming."


class NamingRules:
    """The rules `naming.*` of the province, asked for every host name that comes into use."""

    def breaches(self, bearer: Bearer, *, hostname: str, domain: str) -> Sequence[Reason]:
        """One reason for each rule that the name breaks, with its article and the names that it would have."""
        return [
            Reason("name_breaks_rule", _message(hostname, domain, rule, bearer), "hostname", rule.article)
            for _row, rule in _broken(bearer, hostname, domain)
        ]

    def set_aside(self, actor: AbstractUser, bearer: Bearer, *, hostname: str, domain: str, reason: str) -> None:
        """Record who set aside which rule for this name, and why."""
        for row, rule in _broken(bearer, hostname, domain):
            override = RuleOverride.objects.create(
                rule=row, article=rule.article, subject=hostname, reason=reason, by=cast("Any", actor), at=clock.now()
            )
            log(override, "wagtail.create", user=actor)


def homonym_findings(plan: SitePlan) -> Iterator[Finding]:
    """Agencies whose names without diacritics, or whose abbreviations, are those of the agency of a new site.

    Two units of one merged province may bear one name, and no rule says which of them gets it (Nghị định 224/2026 Điều
    11.4c): whoever opens the site has to know.
    """
    own = _own_names(plan)
    if own is None or PublicSite.objects.filter(code=plan.code).exists():
        return
    name, abbreviation = (letters(text) for text in (without(own[0], _dropped()), own[1]))
    for other in _bearers():
        if other.code != plan.agency_code and (alike := _alike(name, abbreviation, other)):
            message = alike % {"name": other.name_vi, "code": other.code}
            yield Finding(Reason("homonym", message, "agency"), Weight.WARNS)


class Called(NamedTuple):
    """How an agency is called today, and in letters alone."""

    code: str
    name_vi: str
    name: str
    abbreviation: str


@remembered(by=lambda: None)
def _bearers() -> list[Called]:
    """The agencies of today that have a name."""
    today, drop = clock.today(), _dropped()
    named = [
        (agency.code, name_on(agency, today))
        for agency in agencies_on(today).prefetch_related("names")
        if agency.names.all()
    ]
    return [
        Called(code, name.name_vi, letters(without(name.name_vi, drop)), letters(name.abbreviation_vi))
        for code, name in named
    ]


def _dropped() -> list[str]:
    """The words that do not belong to a name."""
    return [word for _row, rule in naming_rules() for word in rule.drop]


@remembered(by=lambda: None)
def naming_rules() -> list[tuple[Rule, NamingRule]]:
    """The rules of host names of the province that hold today."""
    rows = rules_holding(on=clock.today()).filter(key__startswith=KEYS, site__isnull=True)
    return [(row, NamingRule.read(row.value, article=row.article)) for row in rows]


def _broken(bearer: Bearer, hostname: str, domain: str) -> list[tuple[Rule, NamingRule]]:
    return [
        (row, rule)
        for row, rule in naming_rules()
        if rule.is_about(bearer) and not is_named_well(hostname, domain=domain, rule=rule, bearer=bearer)
    ]


def _message(hostname: str, domain: str, rule: NamingRule, bearer: Bearer) -> str:
    if names := names_asked_for(domain=domain, rule=rule, bearer=bearer):
        return _("“%(name)s” is not named as the rule asks: %(asked)s.") % {
            "name": hostname,
            "asked": ", ".join(names),
        }
    if rule.forms:
        return _("“%(name)s” cannot be judged: the agency has no name of the form that the rule asks for.") % {
            "name": hostname
        }
    return _("“%(name)s” does not stand right below “%(domain)s”, as the rule asks.") % {
        "name": hostname,
        "domain": domain,
    }


def _own_names(plan: SitePlan) -> tuple[str, str] | None:
    if plan.new_agency is not None:
        return plan.new_agency.names.get("vi", ""), plan.new_agency.abbreviations.get("vi", "")
    agency = agency_of_plan(plan)
    if agency is None or not agency.names.all():
        return None
    name = name_on(agency, clock.today())
    return name.name_vi, name.abbreviation_vi


def _alike(name: str, abbreviation: str, other: Called) -> str:
    """What two agencies have in common, as a sentence with the other's name and code open; empty for nothing."""
    if name == other.name:
        return _("Without diacritics the name is that of “%(name)s” (%(code)s).")
    if abbreviation and abbreviation == other.abbreviation:
        return _("The abbreviation is that of “%(name)s” (%(code)s).")
    return ""
