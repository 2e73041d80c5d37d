"""Host names of an open site."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sites import clock
from sites.domains.checks import is_news, taken_by
from sites.domains.enums import HostRole
from sites.domains.models import Host, ProvinceDomain, PublicSite
from sites.domains.naming import bearer_of, breaches, reasons_outside, set_aside
from sites.domains.policies import reasons_not_to_keep_hosts
from sites.refusals import Invalid, Refused
from sites.refusals.checking import check_fields


@transaction.atomic
def keep_host(actor: AbstractUser, *, site: PublicSite, hostname: str, role: str, reason: str = "") -> Host:
    """Give a site a host name in a role, or change the role of one that it has. The old canonical name stays equal.

    Refused to everyone but administrators. Invalid for a name that another site has, for what is no host name, for
    one that stands under no domain of the province, for one that breaks a naming rule without a `reason` (which is
    recorded), and for taking the canonical role from a name without giving it to another. Twice changes nothing.
    """
    if reasons := reasons_not_to_keep_hosts(actor):
        raise Refused(reasons=reasons)
    host = Host.objects.filter(hostname=hostname).first() or Host(site=site, hostname=hostname, since=clock.today())
    _check(host, site, role)
    if host.pk is not None and host.role == role:
        return host
    if is_news(host.role if host.pk else None, role):
        _judge(actor, host, role, reason)
    host.role = role
    if role == HostRole.CANONICAL:
        site.hosts.filter(role=HostRole.CANONICAL).exclude(pk=host.pk).update(role=HostRole.EQUAL)
        _name_wagtail_site(site, hostname)
    check_fields(host)
    host.save()
    log(host, "wagtail.edit", user=actor)
    return host


def _check(host: Host, site: PublicSite, role: str) -> None:
    if host.site_id != site.pk:
        message = taken_by(host)
        raise Invalid(message, code="host_taken", errors={"hostname": [message]})
    was = Host.objects.filter(pk=host.pk).values_list("role", flat=True).first()
    if was == HostRole.CANONICAL and role != was:
        message = _("Make another name canonical first.")
        raise Invalid(message, code="no_canonical_host", errors={"role": [message]})


def _judge(actor: AbstractUser, host: Host, role: str, reason: str) -> None:
    """Form and domain of a name that comes into use."""
    bearer = bearer_of(host.site.kind, host.site.agency)
    reasons = reasons_outside(host.hostname, role)
    broken = [] if reasons else breaches(bearer, host.hostname, role)
    if broken and reason.strip():
        set_aside(actor, bearer, hostname=host.hostname, reason=reason.strip())
    elif reasons or broken:
        found = reasons or broken
        raise Invalid(reasons=found, errors={"hostname": [str(one) for one in found]})


@transaction.atomic
def save_domain(actor: AbstractUser, *, domain: ProvinceDomain) -> ProvinceDomain:
    """Write down a domain of the province, or correct one. Refused to everyone but administrators.

    Sites keep the names that they have: a domain that ends takes nothing away, it only gives no new names.
    """
    if reasons := reasons_not_to_keep_hosts(actor):
        raise Refused(reasons=reasons)
    check_fields(domain)
    domain.save()
    log(domain, "wagtail.edit", user=actor)
    return domain


def _name_wagtail_site(site: PublicSite, hostname: str) -> None:
    """Wagtail's record follows the canonical name."""
    if site.wagtail_site.hostname != hostname:
        site.wagtail_site.hostname = hostname
        site.wagtail_site.save()
