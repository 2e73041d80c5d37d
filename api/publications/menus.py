"""Menu and footer as they are sent: the text of a home, its goals turned into titles and public addresses."""

from collections.abc import Mapping
from typing import Any

from api.publications.blocks import html
from api.publications.things import Json

MAIN = "main"
EMPTY_MENU = ({"type": "sections", "value": {}},)


def navigation(frame: Json, text: Json) -> dict[str, Any]:
    """The menus as trees, and the footer."""
    menu = text.get("menu") or EMPTY_MENU
    entries = [entry for part in menu for entry in _part(part, frame)]
    return {"menus": {MAIN: entries}, "footer": [_footer(part, frame) for part in text.get("footer", ())]}


def _part(part: Json, frame: Json) -> list[dict[str, Any]]:
    """One entry, or the sections of the site in their order."""
    if part["type"] == "sections":
        return [{**frame["_targets"][key], "children": []} for key in frame["_sections"] if key in frame["_targets"]]
    entry = _entry(part["value"], frame)
    return [entry] if entry else []


def _entry(value: Json, frame: Json) -> dict[str, Any] | None:
    """An entry with those below it. What leads to what is not public is left out, with all below it."""
    target = _target(value, frame)
    if target is None:
        return None
    children = (_entry(child, frame) for child in value.get("children", ()))
    return {**target, "children": [child for child in children if child]}


def _target(value: Json, frame: Json) -> dict[str, Any] | None:
    if not value["item"]:
        return {"title": value["label"], "url": value["address"], "path": None, "public_id": None}
    found: Mapping[str, Any] | None = frame["_targets"].get(value["item"])
    return {**found, "title": value["label"] or found["title"]} if found else None


def _footer(part: Json, frame: Json) -> dict[str, Any]:
    return {"type": part["type"], "id": part["id"], "value": _FOOTER[part["type"]](part["value"], frame)}


def _links(value: Json, frame: Json) -> dict[str, Any]:
    targets = (_target(goal, frame) for goal in value["links"])
    return {"title": value["title"], "links": [target for target in targets if target]}


def _addresses(frame: Json) -> Json:
    links = {key: target["url"] for key, target in frame["_targets"].items()}
    return {"links": links, "files": frame["_files"]}


_FOOTER: Mapping[str, Any] = {
    "contact": lambda _value, frame: frame["_contact"],
    "responsible": lambda _value, frame: {"name": frame["_responsible"]},
    "column": lambda value, frame: {"title": value["title"], "html": html(value["html"], _addresses(frame))},
    "links": _links,
}
