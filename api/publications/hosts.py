"""The sites as a request and a frame need them, and the table of host names that requests read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from api.publications.models import HostRow
from sites.domains.enums import HostRole, SiteKind, SiteState
from sites.domains.models import Host, PublicSite, SiteHome

SAID_BY_SITES = ("site", "site_id", "is_portal", "canonical", "languages", "first_locale")  # the rest is the database's
USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Home:
    """The home page of a site in one language."""

    path: str
    depth: int
    translation_key: UUID


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """One site. `scope` is the site and every site above it, `homes` its home pages by language in order."""

    id: int
    public_id: UUID
    kind: str
    is_open: bool
    canonical: str
    hostnames: tuple[str, ...]
    homes: Mapping[str, Home]
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


class Models(dict[int, PublicSite]):
    """Sites as rows by their keys, each read when it is asked for."""

    def __missing__(self, pk: int) -> PublicSite:
        self[pk] = PublicSite.objects.get(pk=pk)
        return self[pk]


class Atlas:
    """All sites, read once, in three statements. Made anew for every pass of the drain."""

    def __init__(self) -> None:
        sites = PublicSite.objects.order_by("pk").values_list("pk", "public_id", "kind", "state", "parent")
        rows = list(sites)
        self._parents = {pk: parent for pk, *_said, parent in rows}
        hosts, homes = _hosts(), _homes()
        self.models = Models()
        self.sites = {
            pk: SiteRecord(
                id=pk,
                public_id=public_id,
                kind=kind,
                is_open=state == SiteState.OPEN,
                canonical=hosts[pk][0] if hosts[pk] else "",
                hostnames=tuple(hosts[pk]),
                homes=homes[pk],
                scope=tuple(self._upwards(pk)),
            )
            for pk, public_id, kind, state, _parent in rows
        }
        self.by_public_id = {site.public_id: site for site in self.sites.values()}
        self._by_home = {
            home.path: (site, locale) for site in self.sites.values() for locale, home in site.homes.items()
        }

    def home_above(self, path: str) -> tuple[SiteRecord, str] | None:
        """Site and language of the home under which a tree path lies."""
        return self._by_home.get(path[:8])

    def _upwards(self, pk: int | None) -> Iterable[int]:
        seen: set[int] = set()
        while pk is not None and pk not in seen:
            seen.add(pk)
            yield pk
            pk = self._parents[pk]


def _hosts() -> dict[int, list[str]]:
    """The host names of each site, the canonical one first."""
    found: dict[int, list[tuple[bool, str]]] = defaultdict(list)
    for site, hostname, role in Host.objects.values_list("site", "hostname", "role"):
        found[site].append((role != HostRole.CANONICAL, hostname))
    return defaultdict(list, {site: [name for _rank, name in sorted(names)] for site, names in found.items()})


def _homes() -> dict[int, dict[str, Home]]:
    """The homes of each site by language, in their order."""
    found: dict[int, dict[str, Home]] = defaultdict(dict)
    rows = SiteHome.objects.order_by("position").values_list(
        "site", "locale__language_code", "home__path", "home__depth", "home__translation_key"
    )
    for site, locale, path, depth, translation_key in rows:
        found[site][locale] = Home(path, depth, translation_key)
    return found


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
