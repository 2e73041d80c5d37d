"""The sites as a request and a frame need them, and the table of host names that requests read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from api.publications.models import HostRow
from sites.domains.enums import HostRole, SiteKind, SiteState
from sites.domains.models import PublicSite, SiteHome

SAID_BY_SITES = ("site", "site_id", "is_portal", "canonical", "languages", "first_locale")  # the rest is the database's
USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """One site. `scope` is the site and every site above it, `homes` its home pages by language in order."""

    id: int
    public_id: UUID
    kind: str
    is_open: bool
    canonical: str
    hostnames: tuple[str, ...]
    homes: Mapping[str, SiteHome]
    scope: tuple[int, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the opened languages, the first one first."""
        return tuple(self.homes)

    @property
    def first_locale(self) -> str:
        """The language whose paths have no prefix."""
        return next(iter(self.homes), "")

    def url(self, path: str) -> str:
        """The absolute public address of a path."""
        port = settings.PUBLIC_PORT
        suffix = "" if port == USUAL_PORTS.get(settings.PUBLIC_SCHEME) else f":{port}"
        return f"{settings.PUBLIC_SCHEME}://{self.canonical}{suffix}{path}"


class Atlas:
    """All sites, read once. Made anew for every pass of the drain."""

    def __init__(self) -> None:
        sites = PublicSite.objects.prefetch_related("hosts", "homes__locale", "homes__home").order_by("pk")
        self.models = {site.pk: site for site in sites}
        self.sites = {site.pk: self._record(site) for site in self.models.values()}
        self.by_public_id = {site.public_id: site for site in self.sites.values()}
        self._by_home = {
            home.home.path: (site, locale) for site in self.sites.values() for locale, home in site.homes.items()
        }

    def home_above(self, path: str) -> tuple[SiteRecord, str] | None:
        """Site and language of the home under which a tree path lies."""
        return self._by_home.get(path[:8])

    def _record(self, site: PublicSite) -> SiteRecord:
        hosts = sorted(site.hosts.all(), key=lambda host: (host.role != HostRole.CANONICAL, host.hostname))
        homes = sorted(site.homes.all(), key=lambda home: home.position)
        return SiteRecord(
            id=site.pk,
            public_id=site.public_id,
            kind=site.kind,
            is_open=site.state == SiteState.OPEN,
            canonical=hosts[0].hostname if hosts else "",
            hostnames=tuple(host.hostname for host in hosts),
            homes={home.locale.language_code: home for home in homes},
            scope=tuple(self._upwards(site.pk)),
        )

    def _upwards(self, pk: int | None) -> Iterable[int]:
        seen: set[int] = set()
        while pk is not None and pk not in seen:
            seen.add(pk)
            yield pk
            pk = self.models[pk].parent_id


def host_rows(atlas: Atlas) -> dict[str, HostRow]:
    """The table of host names as it has to be."""
    return {
        hostname: HostRow(
            hostname=hostname,
            site=site.public_id,
            site_id=site.id,
            is_portal=site.kind == SiteKind.PORTAL,
            canonical=site.canonical,
            languages=list(site.languages),
            first_locale=site.first_locale,
        )
        for site in atlas.sites.values()
        if site.homes
        for hostname in site.hostnames
    }


def remake_host_rows(atlas: Atlas) -> None:
    """Bring the table of host names in line with the sites."""
    rows = host_rows(atlas)
    HostRow.objects.exclude(hostname__in=rows).delete()
    HostRow.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["hostname"], update_fields=SAID_BY_SITES
    )
