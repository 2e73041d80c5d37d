"""Presenting sites: public without a release, because they hold no text; their menus stand in `navigation`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from uuid import UUID

from api.publications.blocks import picture
from api.publications.enums import Kind, State
from api.publications.faces import Faces
from api.publications.frames import MEDIUM, renditions_on
from api.publications.hosts import Atlas, SiteRecord
from api.publications.navigation import Menus
from api.publications.pages import PutOut
from api.publications.things import Last, Presented, Thing
from cms.identity.models import SiteIdentity
from cms.identity.public import NO_THEME, theme_of
from cms.media.selectors import renditions_by_original
from cms.news.models import Category
from sites import clock
from sites.agencies.models import Agency, AgencyName
from sites.agencies.selectors import name_on
from sites.domains.enums import HostRole, SiteKind
from sites.domains.models import PublicSite
from sites.languages.selectors import InLanguages


class PlaceDesk:
    """Presents the sites and the menus of one pass; `pages` is what the pass says of pages."""

    def __init__(
        self,
        *,
        atlas: Atlas,
        last: Mapping[Thing, Last],
        faces: Faces,
        pages: Iterable[Presented],
        put_out: PutOut = lambda _names: None,
    ) -> None:
        self.atlas = atlas
        self.put_out = put_out
        self.menus = Menus(atlas=atlas, faces=faces, pages=pages)
        self.last = {thing: entry for thing, entry in last.items() if thing.kind != Kind.PAGE}
        self.faces = faces
        self._categories_in: dict[tuple[str, ...], InLanguages] = {}

    @cached_property
    def categories(self) -> list[Category]:
        """All of them, where a site is presented."""
        return list(Category.objects.order_by("position", "code"))

    def present(self, kind: str, public_ids: Iterable[UUID]) -> list[Presented]:
        """Everything that is to be said of these sites, or of their menus."""
        wanted = set(public_ids)
        presented = []
        for site in self.atlas.sites.values():
            if site.public_id in wanted and site.homes and site.canonical:
                presented += [self._site(site)] if kind == Kind.SITE else self.menus.present(site)
        seen = {entry.thing for entry in presented}
        return presented + [
            self._gone(thing, last) for thing, last in self.last.items() if thing.kind == kind and thing not in seen
        ]

    def _gone(self, thing: Thing, last: Last) -> Presented:
        frame = last.frame if not last.is_live else {**last.frame, "kind": "deleted", "_terms": [], "_deps": []}
        return Presented(thing, state=State.GONE, frame=frame, causes=("deleted",))

    def _site(self, site: SiteRecord) -> Presented:
        model = self.atlas.models[site.id]
        agency = Agency.objects.prefetch_related("names").get(pk=model.agency_id)
        thing = Thing(Kind.SITE, site.public_id, "", site.public_id)
        homes = {locale: home.translation_key for locale, home in site.homes.items()}
        self.faces.load(set(homes.values()))
        theme, media = self._theme(site)
        name = name_on(agency, clock.today())
        said, filed = InLanguages([model, agency, name], site.languages), self._filed(site.languages)
        frame = {
            "path": site.canonical,
            "kind": site.kind,
            "names": said.words(model, "name"),
            "outdated": said.outdated(model),
            **self._standing(model, site),
            "agency": agency_of(agency, name, said),
            "languages": list(site.languages),
            "homes": {locale: self._home(key, locale, site) for locale, key in homes.items()},
            "contact": contact_of(agency, said),
            "responsible_person": model.responsible_person,
            "theme": theme,
            "categories": [
                {
                    "code": category.code,
                    "names": filed.words(category, "name"),
                    "outdated": filed.outdated(category),
                }
                for category in self.categories
                if category.site_id in (None, site.id)
            ],
            "_type": site.kind,
            "_scope": list(site.scope),
            "_sort_at": _midnight(model.opened_on).isoformat(),
            "_terms": self._words() if site.kind == SiteKind.PORTAL else [],
            "_deps": sorted({*media, *(f"page:{key}" for key in homes.values()), f"agency:{agency.public_id}"}),
        }
        return Presented(thing, frame=frame, causes=("site",), due_at=_next_name(agency))

    def _theme(self, site: SiteRecord) -> tuple[dict[str, Any], set[str]]:
        """Emblem and colours of a site, and what they were made from; the emblem's renditions become public."""
        identity = SiteIdentity.objects.select_related("emblem").filter(site=site.id).first()
        theme = theme_of(identity) if identity else NO_THEME
        emblem = theme["emblem"]
        if identity is None or emblem is None:
            return theme, set()
        renditions = renditions_by_original([emblem["sha256"]])
        names = {row["public_name"] for rows in renditions.values() for row in rows}
        self.put_out(names)
        shown = picture(emblem, {"renditions": renditions_on(site, renditions)})
        shown |= {"alts": InLanguages([identity], site.languages).words(identity, "emblem_alt")}
        return {**theme, "emblem": shown}, {f"picture:{emblem['sha256']}", *(f"{MEDIUM}{name}" for name in names)}

    def _filed(self, languages: tuple[str, ...]) -> InLanguages:
        """The names of categories, read once for all sites with the same languages."""
        if languages not in self._categories_in:
            self._categories_in[languages] = InLanguages(self.categories, languages)
        return self._categories_in[languages]

    def _words(self) -> list[str]:
        """The filter keys that name something, whether or not anything is filed under them; the portal keeps them."""
        agencies = Agency.objects.order_by("public_id").values_list("public_id", flat=True)
        return [
            *(f"category:{category.code}" for category in self.categories),
            *(f"agency:{public_id}" for public_id in agencies),
        ]

    def _standing(self, model: PublicSite, site: SiteRecord) -> dict[str, Any]:
        """Where the site answers, below which other site, since when and until when."""
        hosts = {role: sorted(h.hostname for h in model.hosts.all() if h.role == role) for role in HostRole}
        return {
            "hostname": site.canonical,
            "hostnames": {
                "canonical": site.canonical,
                "equal": hosts[HostRole.EQUAL],
                "former": hosts[HostRole.FORMER],
            },
            "url": site.url("/"),
            "parent": self._canonical(model.parent_id),
            "state": model.state,
            "successor": self._canonical(model.successor_id),
            "opened_on": model.opened_on.isoformat(),
            "closed_on": model.closed_on.isoformat() if model.closed_on else None,
        }

    def _canonical(self, pk: int | None) -> str | None:
        return self.atlas.sites[pk].canonical if pk else None

    def _home(self, key: UUID, locale: str, site: SiteRecord) -> dict[str, str] | None:
        for face in self.faces.of(key):
            if (face.thing.locale, face.thing.site) == (locale, site.public_id):
                return {"public_id": str(key), "path": face.path, "url": face.url}
        return None


def agency_of(agency: Agency, name: AgencyName, said: InLanguages) -> dict[str, Any]:
    """An agency under its names of today."""
    return {
        "public_id": str(agency.public_id),
        "code": agency.code,
        "names": said.words(name, "name"),
        "abbreviations": said.words(name, "abbreviation"),
        "outdated": said.outdated(name),
    }


def contact_of(agency: Agency, said: InLanguages) -> dict[str, Any]:
    """The contact block of an agency (TT 32/2017 Điều 16)."""
    return {
        "address": said.words(agency, "address"),
        "outdated": said.outdated(agency),
        "phone": agency.phone,
        "fax": agency.fax,
        "email": agency.email,
    }


def _next_name(agency: Agency) -> datetime | None:
    """The day on which the agency's next name begins: no row trigger fires at midnight."""
    today = clock.today()
    coming = [name.held_from for name in agency.names.all() if name.held_from and name.held_from > today]
    return _midnight(min(coming)) if coming else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.VIETNAM)
