"""What this room finds about a plan: host names that are taken or stand elsewhere, a parent that is not there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sites.agencies.selectors import agency_of_plan
from sites.domains.enums import HostRole, SiteKind
from sites.domains.models import Host, PublicSite
from sites.domains.naming import Bearer, bearer_of, breaches, reasons_outside
from sites.provisioning.findings import Finding, Weight
from sites.provisioning.plan import HostPlan, SitePlan
from sites.refusals import Reason


def host_findings(plan: SitePlan) -> Iterator[Finding]:
    """Names of other sites, names outside the province's domains, names that a rule would have otherwise.

    What the site has already is not asked again: a rule holds for what is new on its day.
    """
    new = _new_hosts(plan)
    yield from _taken(plan, new)
    bearer = _bearer(plan) if new else None
    for host in new:
        outside = reasons_outside(host.hostname, host.role)
        for reason in outside:
            yield Finding(reason, Weight.REFUSES, host.hostname)
        if bearer and not outside:
            for reason in breaches(bearer, host.hostname, host.role):
                yield Finding(reason, Weight.ASKS_FOR_REASON, host.hostname)


def place_findings(plan: SitePlan) -> Iterator[Finding]:
    """A parent that is not open, a second portal."""
    if plan.parent_code and not PublicSite.objects.filter(code=plan.parent_code).exists():
        message = _("There is no site with the code “%(code)s”.") % {"code": plan.parent_code}
        yield Finding(Reason("unknown_parent", message, "parent"), Weight.REFUSES)
    if plan.kind == SiteKind.PORTAL:
        portal = PublicSite.objects.filter(kind=SiteKind.PORTAL).exclude(code=plan.code).first()
        if portal:
            message = _("The portal is open already: %(name)s.") % {"name": portal.name_vi}
            yield Finding(Reason("one_portal", message, "kind", "Điều 2.1"), Weight.REFUSES)


def _new_hosts(plan: SitePlan) -> list[HostPlan]:
    there = dict(Host.objects.filter(site__code=plan.code).values_list("hostname", "role"))
    return [host for host in plan.hosts if is_news(there.get(host.hostname), host.role)]


def _taken(plan: SitePlan, new: list[HostPlan]) -> Iterator[Finding]:
    names = [host.hostname for host in new]
    for host in Host.objects.filter(hostname__in=names).exclude(site__code=plan.code).select_related("site"):
        yield Finding(Reason("host_taken", taken_by(host), "hosts"), Weight.REFUSES, host.hostname)


def is_news(was: str | None, role: str) -> bool:
    """Whether a name comes into use by taking this role."""
    return was is None or (was == HostRole.FORMER and role != HostRole.FORMER)


def taken_by(host: Host) -> str:
    """Which site has a host name."""
    words = {"name": host.hostname, "site": host.site.name_vi, "code": host.site.code}
    return _("The host name “%(name)s” belongs to the site “%(site)s” (%(code)s).") % words


def _bearer(plan: SitePlan) -> Bearer | None:
    if agency := agency_of_plan(plan):
        return bearer_of(plan.kind, agency)
    new = plan.new_agency
    if new is None:
        return None
    names, short = new.names, new.abbreviations
    return Bearer(
        plan.kind, new.kind, names.get("vi", ""), names.get("en", ""), short.get("vi", ""), short.get("en", "")
    )
