"""Blocks as they are sent: references of a text turned into addresses and into what is shown of other items."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from api.publications.lists import LISTS, SHOWN
from api.publications.things import Json

LINK = re.compile(r'<a data-(item|file)="([0-9a-f-]{36})">(.*?)</a>', re.DOTALL)
FILE_FIELDS = ("url", "size", "type", "locale")


@dataclass(frozen=True, slots=True)
class Around:
    """What the frame of an item knows, and the cards of what it shows."""

    frame: Json
    cards: Mapping[int, Json]

    def card(self, public_id: str) -> Json | None:
        """What is shown of another item; None where it is not public."""
        return self.cards.get(self.frame.get(SHOWN, {}).get(public_id, 0))

    def cards_in(self, name: str) -> list[Json]:
        """The cards of a list."""
        found = (self.card(public_id) for public_id in self.frame.get(LISTS, {}).get(name, ()))
        return [card for card in found if card]


def block(entry: Json, around: Around) -> dict[str, Any]:
    """One block of a body or of a front page."""
    send = SENDERS.get(entry["type"])
    value = send(entry, around) if send else entry["value"]
    return {"type": entry["type"], "id": entry["id"], "value": value}


def picture(value: Json, frame: Json) -> dict[str, Any]:
    """A picture with the addresses of its renditions."""
    said = {name: entry for name, entry in value.items() if name != "sha256"}
    return {**said, "renditions": frame["renditions"].get(value["sha256"], [])}


def html(source: str, frame: Json) -> str:
    """Rich text with its references as links."""
    return LINK.sub(lambda match: _link(match, frame), source)


def file(value: Json, frame: Json) -> dict[str, Any]:
    """A file with its address: the one in the language of the item, where there is one. What that one is called stands
    in the place of the Vietnamese title, unless the item itself calls it otherwise.
    """
    known = frame["files"].get(value["public_id"], {})
    title = known.get("title") if value["title"] == known.get("named") else None
    return {"title": title or value["title"], **{name: known.get(name) for name in FILE_FIELDS}}


def goal(value: Json, around: Around) -> dict[str, Any] | None:
    """A link; None where its goal is not public."""
    if not value["item"]:
        return {"label": value["label"], "url": value["address"], "public_id": None} if value["address"] else None
    url, card = around.frame["links"].get(value["item"]), around.card(value["item"])
    label = value["label"] or (card["title"] if card else "")
    return {"label": label, "url": url, "public_id": value["item"]} if url and label else None


def _link(match: re.Match[str], frame: Json) -> str:
    """A reference as a link, or, where the goal is not public, as plain text."""
    kind, name, words = match.groups()
    url = frame["links"].get(name) if kind == "item" else frame["files"].get(name, {}).get("url")
    return f'<a href="{url}">{words}</a>' if url else words


def _gallery(entry: Json, around: Around) -> Any:
    value = entry["value"]
    return {**value, "pictures": [picture(shown, around.frame) for shown in value["pictures"]]}


def _callout(entry: Json, around: Around) -> Any:
    return {**entry["value"], "html": html(entry["value"]["html"], around.frame)}


def _link_list(entry: Json, around: Around) -> Any:
    goals = (goal(value, around) for value in entry["value"]["links"])
    return {**entry["value"], "links": [found for found in goals if found]}


def _related(entry: Json, around: Around) -> Any:
    found = (around.card(value["shown"]) for value in entry["value"]["chosen"])
    return {"title": entry["value"]["title"], "items": [card for card in found if card]}


def _items(entry: Json, around: Around) -> Any:
    return {"title": entry["value"]["title"], "items": around.cards_in(entry["id"])}


def _banner(entry: Json, around: Around) -> Any:
    banners = [
        {"picture": picture(banner["picture"], around.frame), "link": goal(banner["goal"], around)}
        for banner in entry["value"]["banners"]
    ]
    return {"title": entry["value"]["title"], "banners": banners}


def _links(entry: Json, around: Around) -> Any:
    links = []
    for link in entry["value"]["links"]:
        logo = picture(link["logo"], around.frame) if link["logo"] else None
        if found := goal(link["goal"], around):
            links.append({**found, "logo": logo})
    return {"title": entry["value"]["title"], "links": links}


def _sections(entry: Json, around: Around) -> Any:
    sections = []
    for shown in entry["value"]["sections"]:
        if card := around.card(shown["shown"]):
            place = {name: card[name] for name in ("public_id", "title", "path", "url")}
            sections.append({"section": place, "items": around.cards_in(f"{entry['id']}:{shown['shown']}")})
    return {"title": entry["value"]["title"], "sections": sections}


SENDERS: Mapping[str, Callable[[Json, Around], Any]] = {
    "paragraph": lambda entry, around: html(entry["value"], around.frame),
    "image": lambda entry, around: picture(entry["value"], around.frame),
    "file": lambda entry, around: file(entry["value"], around.frame),
    "gallery": _gallery,
    "callout": _callout,
    "link_list": _link_list,
    "related": _related,
    "featured": _items,
    "notices": _items,
    "banner": _banner,
    "links": _links,
    "sections": _sections,
}
