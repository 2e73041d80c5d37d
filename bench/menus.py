"""The menus of the data set, forty entries a site, in the homes that carry them, through the gate."""

from pathlib import Path
from typing import Any

from api.publications.drain import drain
from bench.items import World, read
from cms.home.models import HomePage
from tests.factories.cms import fresh, publish

TREE = "https://bench.local"


def make_menus(folder: Path, world: World) -> None:
    """Give the first home of every site its menu."""
    entries: dict[int, list[dict[str, Any]]] = {}
    for entry in read(folder, "nav"):
        entries.setdefault(entry["site"], []).append(entry)
    for number, site in world.sites.items():
        home = HomePage.objects.get(pk=site.homes.order_by("position")[0].home_id)
        home.menu = [{"type": "entry", "value": stem} for stem in _below(entries[number], None)]
        home.save_revision()
        publish(fresh(home))
    drain()


def _below(entries: list[dict[str, Any]], parent: str | None) -> list[dict[str, Any]]:
    return [
        {
            "item": None,
            "address": f"{TREE}/{entry['slug']}/",
            "label": entry["title"],
            "children": _below(entries, entry["key"]),
        }
        for entry in entries
        if entry["parent"] == parent
    ]
