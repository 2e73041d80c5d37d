"""What this room does when a site is opened: the lock, the collection, the records of site and homes, the hosts."""

from typing import Any, cast

from django.conf import settings
from django.db.models import F, Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Collection, Site

from sites import clock
from sites.agencies.selectors import agency_named
from sites.domains.actions import keep_host
from sites.domains.checks import taken_by
from sites.domains.enums import HostRole, SiteKind
from sites.domains.locks import tree_exclusive
from sites.domains.models import Host, PublicSite, SiteHome
from sites.domains.selectors import USUAL_PORTS, site_named
from sites.memory import remembered
from sites.provisioning.plan import OpeningContext, Order, SitePlan
from sites.refusals import Conflict, Invalid
from sites.refusals.checking import check_fields


def site_in(context: OpeningContext) -> PublicSite:
    """The site that is being opened, for the steps after `Order.SITE`."""
    return cast("PublicSite", context.site)


@remembered(by=lambda plan: plan.code)
def open_site_of(plan: SitePlan) -> PublicSite | None:
    """The site of a plan, where it has been opened before."""
    return PublicSite.objects.select_related("wagtail_site", "collection").filter(code=plan.code).first()


class TreeLock:
    """Stand alone in the tree, and find what is open already. A host name that another site has is Invalid."""

    order = Order.LOCK

    def preview(self, plan: SitePlan) -> list[str]:
        return []

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        with tree_exclusive():  # held to the end of the opening's transaction
            context.site = site = open_site_of(plan)
        _refuse_taken(plan, site)
        if site is None:
            return
        context.collection = site.collection
        for home in site.homes.filter(locale__language_code__in=plan.languages).select_related("locale", "home"):
            context.homes[home.locale.language_code] = home.home.specific

    def verify(self, plan: SitePlan) -> list[str]:
        return []


class SiteCollection:
    """One collection for the pictures and files of the site."""

    order = Order.COLLECTION

    def preview(self, plan: SitePlan) -> list[str]:
        return [] if open_site_of(plan) else [_("make the collection “%(name)s”") % {"name": _collection_name(plan)}]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        if context.collection is None:
            context.collection = _add_collection(_collection_name(plan))

    def verify(self, plan: SitePlan) -> list[str]:
        return []


class SiteRecords:
    """Wagtail's record of the site, ours, and its homes. Needs the homes of all languages in the context."""

    order = Order.SITE

    def preview(self, plan: SitePlan) -> list[str]:
        site = open_site_of(plan)
        if site is None:
            return [_("open the site “%(code)s”") % {"code": plan.code}]
        lines = [
            _("%(field)s becomes “%(value)s”") % {"field": _label(name), "value": value}
            for name, value in _fields(plan).items()
            if getattr(site, name) != value
        ]
        open_languages = set(site.homes.values_list("locale__language_code", flat=True))
        missing = [language for language in plan.languages if language not in open_languages]
        return lines + [_("open the language “%(code)s”") % {"code": language} for language in missing]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        missing = [language for language in plan.languages if language not in context.homes]
        if missing:
            message = _("No step made a home in: %(languages)s") % {"languages": ", ".join(missing)}
            raise Conflict(message, code="no_home")
        if context.site is None:
            context.site = _make_site(plan, context)
        else:
            _change_site(plan, site_in(context))
        _add_homes(plan, context)

    def verify(self, plan: SitePlan) -> list[str]:
        site = open_site_of(plan)
        if site is None:
            return [_("the site “%(code)s” is not open") % {"code": plan.code}]
        languages = list(site.homes.order_by("position").values_list("locale__language_code", flat=True))
        if languages[: len(plan.languages)] != list(plan.languages):  # others may have been opened since
            return [_("the languages are %(languages)s") % {"languages": ", ".join(languages)}]
        return []


class SiteHosts:
    """The host names of the site and their roles."""

    order = Order.HOSTS

    def preview(self, plan: SitePlan) -> list[str]:
        site = open_site_of(plan)
        there = dict(site.hosts.values_list("hostname", "role")) if site else {}
        return [
            _("make “%(name)s” a host name: %(role)s") % {"name": host.hostname, "role": HostRole(host.role).label}
            for host in plan.hosts
            if there.get(host.hostname) != host.role
        ]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        site = site_in(context)
        for host in sorted(plan.hosts, key=lambda host: host.role != HostRole.CANONICAL):  # the canonical one first
            keep_host(context.actor, site=site, hostname=host.hostname, role=host.role, reason=host.reason)

    def verify(self, plan: SitePlan) -> list[str]:
        return self.preview(plan)


def _add_collection(name: str) -> Collection:
    """The last one below the root. Treebeard would sort it in, moving every later one: slower with every site."""
    root = Collection.objects.select_for_update().get(depth=1)
    below = Collection.objects.filter(depth=2).order_by("-path")
    last = below.values_list("path", flat=True).first()
    number = Collection._str2int(last[-Collection.steplen :]) if last else 0
    collection = Collection.objects.create(name=name, depth=2, path=Collection._get_path(root.path, 2, number + 1))
    Collection.objects.filter(pk=root.pk).update(numchild=F("numchild") + 1)
    return collection


def _collection_name(plan: SitePlan) -> str:
    return plan.names[plan.languages[0]][:255]


def _fields(plan: SitePlan) -> dict[str, str]:
    """What a later plan of an open site may change."""
    first = plan.names[plan.languages[0]]
    return {
        "name_vi": plan.names.get("vi", first),
        "name_en": plan.names.get("en", ""),
        "responsible_person": plan.responsible_person,
    }


def _label(name: str) -> str:
    """The name of a field, as forms show it, in the language of whoever reads."""
    field = cast("Field[Any, Any]", PublicSite._meta.get_field(name))
    return str(capfirst(str(field.verbose_name)))


def _make_site(plan: SitePlan, context: OpeningContext) -> PublicSite:
    wagtail_site = Site.objects.create(
        hostname=_canonical(plan),
        port=USUAL_PORTS[settings.PUBLIC_SCHEME],
        site_name=plan.names[plan.languages[0]][:255],
        root_page=context.homes[plan.languages[0]],
        is_default_site=plan.kind == SiteKind.PORTAL and not Site.objects.filter(is_default_site=True).exists(),
    )
    site = PublicSite(
        code=plan.code,
        kind=plan.kind,
        agency=agency_named(plan.agency_code),
        parent=site_named(plan.parent_code) if plan.parent_code else None,
        wagtail_site=wagtail_site,
        collection=context.collection,
        basis=plan.basis,
        decision_number=plan.decision_number,
        decided_on=plan.decided_on,
        opened_on=clock.today(),
        **_fields(plan),
    )
    check_fields(site)
    site.save()
    return site


def _change_site(plan: SitePlan, site: PublicSite) -> None:
    """Change what a later plan may change. Kind, agency and parent are not among it: that is another site."""
    wanted = (plan.kind, plan.agency_code, plan.parent_code)
    if (site.kind, site.agency.code, site.parent.code if site.parent else "") != wanted:
        message = _("The site “%(code)s” is open with another kind, agency or parent.") % {"code": plan.code}
        raise Conflict(message, code="other_site")
    changed = {name: value for name, value in _fields(plan).items() if getattr(site, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(site, name, value)
        site.save(update_fields=list(changed))


def _add_homes(plan: SitePlan, context: OpeningContext) -> None:
    site = site_in(context)
    there = {home.locale.language_code: home for home in site.homes.select_related("locale")}
    for position, language in enumerate(plan.languages):
        if language not in there:
            home = context.homes[language]
            SiteHome.objects.create(site=site, locale=home.locale, home=home, position=position)


def _refuse_taken(plan: SitePlan, site: PublicSite | None) -> None:
    """A host name belongs to one site, for ever."""
    names = Host.objects.filter(hostname__in=[host.hostname for host in plan.hosts]).exclude(site=site)
    if taken := [taken_by(host) for host in names.select_related("site")]:
        raise Invalid(" ".join(taken), code="host_taken", errors={"hosts": taken})


def _canonical(plan: SitePlan) -> str:
    return next(host.hostname for host in plan.hosts if host.role == HostRole.CANONICAL)
