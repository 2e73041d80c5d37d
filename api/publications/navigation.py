"""Presenting menus and footers. They are text of the homes (ADR 0010), so what is presented is the homes' text.

A version of a navigation names the very body and the release of its home: what nobody released is in no menu, and a
text that is erased is erased here too.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wagtail.models import Page

from api.publications.enums import Kind, State
from api.publications.faces import Faces
from api.publications.frames import BROKEN, plain
from api.publications.hosts import Atlas, SiteRecord
from api.publications.models import Current, Version
from api.publications.selectors import ended_among
from api.publications.things import Json, Last, Presented, Subject, Thing
from cms.blocks.references import links_in
from cms.pages.gate import HOME_DEPTH
from sites.domains.models import PublicSite
from sites.languages.selectors import words_frame

LENGTH = HOME_DEPTH * Page.steplen


@dataclass(frozen=True, slots=True)
class HomeText:
    """The text of a live home, what allowed it, and the addresses of the files that it links to."""

    body: str
    text: Json
    release: int | None
    files: Json
    translation: Json


class Menus:
    """Presents the menus and footers of one pass; `pages` is what the pass says of pages."""

    def __init__(self, *, atlas: Atlas, faces: Faces, pages: Iterable[Presented]) -> None:
        self.atlas = atlas
        self.faces = faces
        self.pages = {entry.thing: entry for entry in pages if not entry.held}

    def present(self, site: SiteRecord) -> list[Presented]:
        """One navigation for each language in which the site's home is live."""
        found = ((locale, self._home_text(site, locale)) for locale in site.languages)
        return [self._navigation(site, locale, home) for locale, home in found if home is not None]

    def _home_text(self, site: SiteRecord, locale: str) -> HomeText | None:
        thing = Thing(Kind.PAGE, site.homes[locale].translation_key, locale, site.public_id)
        entry = self.pages.get(thing)
        if entry is None:
            return _from_log(thing)
        if entry.state != State.LIVE or entry.text is None or entry.body is None:
            return None
        return HomeText(entry.body, entry.text, entry.release, entry.frame["files"], entry.frame["translation"])

    def _navigation(self, site: SiteRecord, locale: str, home: HomeText) -> Presented:
        thing = Thing(Kind.NAVIGATION, site.public_id, locale, site.public_id)
        sections = self._sections(site, locale)
        wanted = links_in([home.text.get("menu", ()), home.text.get("footer", ())]) | set(sections)
        self.faces.load(wanted)
        targets = {str(key): target for key in wanted if (target := self._target(key, thing))}
        frame = {
            "site": site.canonical,
            "locale": locale,
            "translation": home.translation,
            "_targets": targets,
            "_sections": [str(key) for key in sections],
            "_files": home.files,
            "_contact": contact_in(self.atlas.models[site.id], locale),
            "_responsible": self.atlas.models[site.id].responsible_person,
            "_scope": list(site.scope),
            "_sort_at": None,
            "_terms": [],
            "_deps": sorted({*_deps(wanted, targets), f"agency:{_agency(self.atlas, site).public_id}"}),
        }
        return Presented(
            thing, text=home.text, body=home.body, release=home.release, frame=frame, causes=("navigation",)
        )

    def _sections(self, site: SiteRecord, locale: str) -> list[UUID]:
        """The sections right below the home, in their order."""
        home = site.homes[locale]
        below = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1, live=True).order_by("path")
        keys = list(below.values_list("translation_key", flat=True))
        self.faces.load(keys)
        thing = Thing(Kind.NAVIGATION, site.public_id, locale, site.public_id)
        faces = {key: self.faces.nearest(key, thing) for key in keys}
        return [key for key, face in faces.items() if face is not None and face.type == "section"]

    def _target(self, key: UUID, thing: Thing) -> dict[str, Any] | None:
        """Title and address of a page in the language of the menu; None where it is not public in it."""
        face = self.faces.nearest(key, thing)
        if face is None or face.thing.locale != thing.locale:
            return None
        path = face.path if face.thing.site == thing.site else None
        return {"title": face.title, "url": face.url, "path": path, "public_id": str(key)}


def _from_log(thing: Thing) -> HomeText | None:
    live = Current.objects.filter(**thing._asdict(), state=State.LIVE).values("seq")
    version = Version.objects.select_related("body").filter(pk__in=live).first()
    if version is None or version.body is None or version.body.bytes is None:
        return None
    text = json.loads(bytes(version.body.bytes))
    return HomeText(version.body.sha256, text, version.release_id, version.frame["files"], version.frame["translation"])


def _deps(wanted: Collection[UUID], targets: Mapping[str, Any]) -> set[str]:
    """What a menu was made from, with a mark where something that it points at has ended."""
    missing = {key for key in wanted if str(key) not in targets}
    return {*(f"page:{key}" for key in wanted), *([BROKEN] if missing and ended_among(missing) else [])}


def _agency(atlas: Atlas, site: SiteRecord) -> Any:
    return atlas.models[site.id].agency


def contact_in(site: PublicSite, locale: str) -> dict[str, Any]:
    """The contact block of a site's agency in one language (TT 32/2017 Điều 16)."""
    agency = site.agency
    said = plain(words_frame(agency, locale))
    return {**said, "phone": agency.phone, "fax": agency.fax, "email": agency.email}


def beside(subjects: Collection[Subject], last: Mapping[Thing, Last], atlas: Atlas) -> set[Subject]:
    """The navigations that change together with these pages: of the sites whose homes or sections are among them."""
    keys = {subject.public_id for subject in subjects if subject.kind == Kind.PAGE}
    if not keys:
        return set()
    paths = Page.objects.filter(translation_key__in=keys, depth__in=(HOME_DEPTH, HOME_DEPTH + 1))
    homes = (atlas.home_above(path[:LENGTH]) for path in paths.values_list("path", flat=True))
    sites = {home[0].public_id for home in homes if home}
    was = {thing.site for thing, entry in last.items() if entry.frame.get("_type") in {"home", "section"}}
    return {Subject(Kind.NAVIGATION, site) for site in sites | was}
