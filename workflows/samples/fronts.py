"""Front pages and menus of the sample province: arranged by a writer, approved by the desks like everything else.

The form of the file is described in `fixtures/provinces/README.md`.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML

from cms.home.models import HomePage, SectionPage
from cms.pages.indexing import indexed_once
from sites.domains.models import PublicSite
from workflows.passage.models import Passage
from workflows.passage.selectors import steps_of
from workflows.samples.desks import decide_until, handed_in, seated
from workflows.samples.media import drawn, picture_of

NAMES = uuid.UUID("5a0c1e54-0000-4000-8000-0000000000ff")
NO_PICTURE = {"picture": None, "alt": "", "decorative": False, "caption": "", "credit": ""}
SEATS = {"vi": "writer", "en": "translator"}

type Given = Mapping[str, Any]


class Front:
    """One home and what the file says of its site. Texts by language; sections by code."""

    def __init__(self, home: HomePage, site: PublicSite) -> None:
        self.home, self.site = home, site
        self.language = home.locale.language_code
        sections = SectionPage.objects.child_of(home)
        self.sections = {page.code: str(page.translation_key) for page in sections}

    def slots(self, given: Given) -> list[dict[str, Any]]:
        """The slots in their order."""
        named = ((name, slot) for one in given["slots"] for name, slot in one.items())
        return self._blocks((name, SLOTS[name](self, slot)) for name, slot in named)

    def menu(self, given: Given) -> list[dict[str, Any]]:
        """The entries of the menu."""
        return self._blocks(("entry", entry) for entry in self._entries(given["menu"]))

    def items(self, slot: Given) -> Any:
        """The newest of a type, perhaps of one section."""
        asked = {"type": slot.get("type", "news"), "category": slot.get("category", ""), "tag": ""}
        newest = {"count": slot.get("count", 5), "section": self.sections.get(slot.get("section", "")), **asked}
        return {"title": self.said(slot.get("title")), "pins": [], "newest": newest}

    def banner(self, slot: Given) -> Any:
        """One drawn picture that leads somewhere."""
        credit = self.said(slot["credit"])
        picture = picture_of(self.site, name=slot["picture"], credit=credit)
        shown = {**NO_PICTURE, "picture": picture.pk, "alt": self.said(slot["alt"]), "credit": credit}
        return {"title": "", "banners": [{"picture": shown, "goal": self.goal(slot)}]}

    def links(self, slot: Given) -> Any:
        """Addresses outside, with their names."""
        links = [{"goal": self.goal(link), "logo": NO_PICTURE} for link in slot["links"]]
        return {"title": self.said(slot.get("title")), "links": links}

    def shown_sections(self, slot: Given) -> Any:
        """The newest items of some sections."""
        found = [self.sections[code] for code in slot["codes"] if code in self.sections]
        shown = [{"section": section, "count": slot.get("count", 4)} for section in found]
        return {"title": self.said(slot.get("title")), "sections": shown}

    def goal(self, given: Given) -> dict[str, Any]:
        """A section of the site, or an address."""
        section = self.sections.get(given.get("section", ""))
        address = "" if section else given.get("address", "")
        return {"item": section, "address": address, "label": self.said(given.get("label"))}

    def said(self, text: Mapping[str, str] | None) -> str:
        """A text in the language of the home."""
        return text[self.language] if text else ""

    def _entries(self, given: list[Given]) -> list[dict[str, Any]]:
        there = [entry for entry in given if "address" in entry or entry.get("section") in self.sections]
        return [{**self.goal(entry), "children": self._entries(entry.get("children", []))} for entry in there]

    def _blocks(self, parts: Iterator[tuple[str, Any]]) -> list[dict[str, Any]]:
        return [
            {"type": name, "value": value, "id": str(uuid.uuid5(NAMES, f"{self.home.slug} {name} {number}"))}
            for number, (name, value) in enumerate(parts)
        ]


SLOTS: Mapping[str, Callable[[Front, Given], Any]] = {
    "featured": Front.items,
    "notices": Front.items,
    "banner": Front.banner,
    "links": Front.links,
    "sections": Front.shown_sections,
}


def load_fronts(path: Path) -> int:
    """Arrange every site that the file names, in the languages of the file. What was ever submitted is left as it is,
    and so is a language that was opened since.
    """
    data = YAML(typ="safe").load(path)
    named = {code: front for front in data["fronts"] for code in front["sites"]}
    sites = PublicSite.objects.filter(code__in=named).order_by("pk")
    slots = (slot for front in named.values() for slot in front["slots"])
    with drawn(slot["banner"]["picture"] for slot in slots if "banner" in slot):
        return sum(_arrange(site, named[site.code]) for site in sites)


def _arrange(site: PublicSite, given: Given) -> int:
    count = 0
    homes = HomePage.objects.filter(site_home__site=site, locale__language_code__in=SEATS)
    for home in homes.select_related("locale").order_by("pk"):
        if not Passage.objects.filter(page=home.pk).exists():
            _arrange_home(Front(home, site), given)
            count += 1
    return count


@transaction.atomic
@indexed_once()
def _arrange_home(front: Front, given: Given) -> None:
    author = seated(front.site, kind=SEATS[front.language])
    front.home.slots, front.home.menu = front.slots(given), front.menu(given)
    front.home.save_revision(user=author)
    passage = handed_in(author, page=front.home)
    decide_until(passage, position=len(steps_of(passage)) + 1)
