"""Under which domain a host name stands, and what the rooms above say about its form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from sites import clock
from sites.agencies.models import Agency
from sites.agencies.selectors import name_on
from sites.clock.days import holding_on
from sites.domains.enums import HostRole
from sites.domains.models import ProvinceDomain
from sites.memory import remembered
from sites.refusals import Reason
from sites.registry import Registry


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a host name: a site of a kind, and its agency with its kind and names."""

    site_kind: str
    agency_kind: str
    name_vi: str
    name_en: str = ""
    abbreviation_vi: str = ""
    abbreviation_en: str = ""


class NameRules(Protocol):
    """What a room above knows about the form of host names."""

    def breaches(self, bearer: Bearer, *, hostname: str, domain: str) -> Sequence[Reason]:
        """The rules that a name breaks; each names its article."""
        ...

    def set_aside(self, actor: AbstractUser, bearer: Bearer, *, hostname: str, domain: str, reason: str) -> None:
        """Write down that the rules were set aside for this name, by whom and why."""
        ...


name_rules: Registry[NameRules] = Registry("rules of host names")


def bearer_of(site_kind: str, agency: Agency) -> Bearer:
    """Who bears the names of a site of this kind and agency, with the agency's names of today."""
    name = name_on(agency, clock.today())
    names = (name.name_vi, name.name_en, name.abbreviation_vi, name.abbreviation_en)
    return Bearer(site_kind, agency.kind.code, *names)


@remembered(by=lambda day: day)
def domains_on(day: date) -> list[str]:
    """The domains that the province holds on a day, the longest first."""
    held = ProvinceDomain.objects.filter(holding_on(day))
    return sorted(held.values_list("name", flat=True), key=len, reverse=True)


def domain_above(hostname: str, domains: Sequence[str]) -> str | None:
    """The first of these domains under which a name stands (or which it is)."""
    return next((domain for domain in domains if hostname == domain or hostname.endswith(f".{domain}")), None)


def reasons_outside(hostname: str, role: str) -> list[Reason]:
    """Why a host name may not be used: it stands under no domain of the province on this day (Điều 3).

    A former name may stand under a domain that was given up. Where no domain is written down nothing is refused.
    """
    known = _every_domain()
    held = list(known) if role == HostRole.FORMER else domains_on(clock.today())
    if not known or domain_above(hostname, held):
        return []
    message = _("“%(name)s” stands under no domain of the province on this day: %(domains)s.")
    words = {"name": hostname, "domains": ", ".join(f"{name} ({known[name]})" for name in held) or "–"}
    return [Reason("outside_domains", message % words, "hosts")]


@remembered(by=lambda: None)
def _every_domain() -> dict[str, str]:
    """The domains of the province, on whatever day, with their basis."""
    return {row.name: row.basis for row in ProvinceDomain.objects.all()}


def breaches(bearer: Bearer, hostname: str, role: str) -> list[Reason]:
    """The rules of form that a name breaks. Former names are of before, and not judged."""
    domain = domain_above(hostname, domains_on(clock.today()))
    if role == HostRole.FORMER or domain is None:
        return []
    found = [reason for rules in name_rules for reason in rules.breaches(bearer, hostname=hostname, domain=domain)]
    return [Reason(reason.code, str(reason.message), "hosts", reason.basis) for reason in found]


def set_aside(actor: AbstractUser, bearer: Bearer, *, hostname: str, reason: str) -> None:
    """Have the rules that a name breaks set aside, for the record."""
    if domain := domain_above(hostname, domains_on(clock.today())):
        for rules in name_rules:
            rules.set_aside(actor, bearer, hostname=hostname, domain=domain, reason=reason)
