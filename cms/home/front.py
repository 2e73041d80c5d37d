"""What of a home is public: slots, menu and footer. They are text: a change of them passes the gate (ADR 0010).

Which items a slot shows is resolved by the log, because only it knows what is public (`lists_of`).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cms.blocks.choosers import item_name
from cms.blocks.presenters import Presenters, goal_value, html_value, image_value
from cms.blocks.richtext import Names
from cms.pages.public import Json, Pinned, Wanted
from cms.textstandard import slug_of

type Value = dict[str, Any]


def _items(value: Any, _names: Names) -> Value:
    newest = value["newest"]
    return {
        "title": value["title"] or "",
        "pins": [{"pin": item_name(pin["item"]), "until": _moment(pin["until"])} for pin in value["pins"]],
        "newest": {
            "count": int(newest["count"] or 0),
            "type": newest["type"] or "",
            "section": item_name(newest["section"]),
            "category": newest["category"] or "",
            "tag": slug_of(newest["tag"] or ""),
        },
    }


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else None


def _banners(value: Any, _names: Names) -> Value:
    return {
        "title": value["title"] or "",
        "banners": [
            {"picture": image_value(banner["picture"]), "goal": goal_value(banner["goal"])}
            for banner in value["banners"]
        ],
    }


def _links(value: Any, _names: Names) -> Value:
    return {
        "title": value["title"] or "",
        "links": [
            {
                "goal": goal_value(link["goal"]),
                "logo": image_value(link["logo"]) if link["logo"]["picture"] else None,
            }
            for link in value["links"]
        ],
    }


def _sections(value: Any, _names: Names) -> Value:
    return {
        "title": value["title"] or "",
        "sections": [
            {"shown": item_name(shown["section"]), "count": int(shown["count"] or 0)}
            for shown in value["sections"]
            if shown["section"]
        ],
    }


SLOTS: Presenters = {
    "featured": _items,
    "notices": _items,
    "banner": _banners,
    "links": _links,
    "sections": _sections,
}


def _entry(value: Any, _names: Names | None = None) -> Value:
    return {**goal_value(value), "children": [_entry(child) for child in value.get("children", ())]}


MENU: Presenters = {"entry": _entry, "sections": lambda _value, _names: {}}


def _column(value: Any, names: Names) -> Value:
    return {"title": value["title"] or "", "html": html_value(value["html"], names)}


def _footer_links(value: Any, _names: Names) -> Value:
    return {"title": value["title"] or "", "links": [goal_value(goal) for goal in value["links"]]}


FOOTER: Presenters = {
    "contact": lambda _value, _names: {},
    "responsible": lambda _value, _names: {},
    "column": _column,
    "links": _footer_links,
}


def lists_of(slots: list[Mapping[str, Any]]) -> Mapping[str, Wanted]:
    """Which lists the slots ask for, by name: the slot's id, or that and the section's public id."""
    return dict(_lists_of(slots))


def _lists_of(slots: list[Mapping[str, Any]]) -> Iterator[tuple[str, Wanted]]:
    for slot in slots:
        value = slot["value"]
        if "newest" in value:
            yield (
                slot["id"],
                Wanted(
                    count=value["newest"]["count"], terms=_terms(value["newest"]), pins=tuple(_pinned(value["pins"]))
                ),
            )
        for shown in value.get("sections", ()):
            yield (
                f"{slot['id']}:{shown['shown']}",
                Wanted(count=shown["count"], terms=(f"section:{shown['shown']}",)),
            )


def _pinned(pins: list[Json]) -> Iterator[Pinned]:
    for pin in pins:
        if pin["pin"]:
            until = pin["until"]
            yield Pinned(UUID(pin["pin"]), datetime.fromisoformat(until) if until else None)


def _terms(newest: Json) -> tuple[str, ...]:
    return tuple(f"{name}:{newest[name]}" for name in ("type", "section", "category", "tag") if newest[name])
