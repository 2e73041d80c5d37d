"""Which site a page, a host name or an address belongs to."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page

from sites.domains.enums import HostRole, SiteKind
from sites.domains.models import Host, PublicSite, SiteHome
from sites.memory import remembered
from sites.refusals import Missing

HOME_PATH_LENGTH = Page.steplen * 2  # treebeard's path of a child of Root
USUAL_PORTS = {"http": 80, "https": 443}


@remembered(by=lambda page: page.path[:HOME_PATH_LENGTH], firm=True)
def homes_beside(page: Page) -> list[SiteHome]:
    """The homes of the site that a page lies in, in the order of its languages, with site and language.

    Remembered; with them the portal, which stands above the other sites.
    """
    path = page.path[:HOME_PATH_LENGTH]
    homes = SiteHome.objects.select_related("site__parent", "locale", "home").order_by("position")
    found = list(homes.filter(site__homes__home__path=path)) if len(path) == HOME_PATH_LENGTH else []
    for site in (above for home in found[:1] for above in (home.site, home.site.parent)):
        if site is not None and site.kind == SiteKind.PORTAL:
            portal_or_none.tell(site)
    return found


def home_of(page: Page) -> SiteHome | None:
    """The home under which a page lies (the page itself, where it is one), with its site and language."""
    path = page.path[:HOME_PATH_LENGTH]
    return next((home for home in homes_beside(page) if home.home.path == path), None)


def site_of(page: Page) -> PublicSite | None:
    """The site under one of whose homes a page lies."""
    home = home_of(page)
    return home.site if home else None


def site_of_collection(collection_id: int) -> PublicSite | None:
    """The site in whose collection, or below it, this one lies."""
    path = Collection.objects.filter(pk=collection_id).values_list("path", flat=True).first() or ""
    return PublicSite.objects.filter(collection__path=path[: Collection.steplen * 2]).first()


def homes_of(site: PublicSite) -> QuerySet[SiteHome]:
    """The homes of a site in the order of its languages."""
    return site.homes.select_related("locale", "home").order_by("position")


def site_named(code: str) -> PublicSite:
    """The site with this code; raises Missing."""
    site = PublicSite.objects.filter(code=code).first()
    if site is None:
        raise Missing(_("There is no site with the code “%(code)s”.") % {"code": code}, code="unknown_site")
    return site


@remembered(by=lambda: None)
def portal_or_none() -> PublicSite | None:
    """The provincial portal, once it has been opened."""
    return PublicSite.objects.filter(kind=SiteKind.PORTAL).first()


def portal() -> PublicSite:
    """The provincial portal; raises Missing before it has been opened."""
    site = portal_or_none()
    if site is None:
        raise Missing(_("The provincial portal has not been opened yet."), code="no_portal")
    return site


def site_for_host(hostname: str) -> PublicSite | None:
    """The site that answers for a host name (without port), whatever the role of that name."""
    name = hostname.strip().rstrip(".").lower()
    host = Host.objects.select_related("site").filter(hostname=name).first()
    return host.site if host else None


def canonical_host(site: PublicSite) -> str:
    """The host name that stands in a site's public addresses."""
    for host in site.hosts.all():
        if host.role == HostRole.CANONICAL:
            return host.hostname
    raise Missing(_("The site “%(site)s” has no canonical host name.") % {"site": site.code}, code="no_host")


def public_address(site: PublicSite, path: str) -> str:
    """The absolute public address of a path of a site."""
    return address_at(canonical_host(site), path)


def address_at(hostname: str, path: str) -> str:
    """The absolute public address of a path of a host."""
    port = settings.PUBLIC_PORT
    suffix = "" if port == USUAL_PORTS.get(settings.PUBLIC_SCHEME) else f":{port}"
    return f"{settings.PUBLIC_SCHEME}://{hostname}{suffix}{path}"


def public_path(page: Page, home: SiteHome) -> str:
    """The public path of a page below its home: with the language code, except in the site's first language."""
    language = home.locale.language_code if home.position else ""
    return path_below(home.home.url_path, page, language)


def path_below(home_path: str, page: Page, language: str) -> str:
    """The public path of a page below the home at `home_path`; `language` is empty for the site's first one."""
    prefix = f"/{language}/" if language else "/"
    return prefix + page.url_path.removeprefix(home_path)
