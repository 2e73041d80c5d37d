"""Items of the data set as pages in memory, as the gate would store them."""

import json
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cms.home.models import SectionPage
from cms.media.models import Picture
from cms.news.models import Category, NewsCredit, NewsPage
from sites.domains.models import PublicSite

NAMES = uuid.UUID("3f1b7a52-0000-4000-8000-000000000000")
HEADING = re.compile(r"^<h3>(.*?)</h3>")
type Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """What stands before the first item is loaded: sites by number, their sections, categories, pictures, authors."""

    sites: dict[int, PublicSite]
    sections: dict[int, SectionPage]
    categories: dict[int, Category]
    pictures: Sequence[Picture]
    authors: dict[int, str]


def read(folder: Path, name: str) -> Iterator[Item]:
    """The lines of one file of the data set."""
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def public_id_of(item: Item) -> uuid.UUID:
    """The public id of an item."""
    return uuid.uuid5(NAMES, str(item["id"]))


def page_of(item: Item, world: World) -> NewsPage:
    """A page in memory, not in the tree yet."""
    section = world.sections[item["site"]]
    picture = world.pictures[item["id"] % len(world.pictures)]
    page = NewsPage(
        title=item["title"],
        slug=item["slug"],
        summary=item["summary"],
        source=item["source"],
        category=world.categories[item["category"]],
        lead_image=picture,
        lead_image_alt=item["image"]["title"],
        body=[block for entry in enumerate(item["body"]) for block in _blocks(entry, item, picture)],
        locale=section.locale,
        translation_key=public_id_of(item),
        live=False,
    )
    page.credits.add(NewsCredit(name=world.authors[item["author"]], sort_order=0))
    return page


def moment_of(item: Item) -> datetime:
    """When the item was first published."""
    return datetime.fromisoformat(item["date"])


def _blocks(entry: tuple[int, Item], item: Item, picture: Picture) -> Iterator[Item]:
    """The blocks of a body in their stored form; a heading within a paragraph becomes one of its own."""
    number, block = entry
    value = block["value"]
    kind = block["type"]
    if kind == "paragraph":
        if found := HEADING.match(value):
            yield _block("heading", {"level": "3", "text": found.group(1)}, item, f"{number}h")
        value = HEADING.sub("", value)
    elif kind == "image":
        value = {
            "picture": picture.pk,
            "alt": item["image"]["title"],
            "caption": value["caption"],
            "credit": "",
            "decorative": False,
        }
    else:
        value = {"text": value["text"], "attribution": value["cite"]}
    yield _block(kind, value, item, str(number))


def _block(kind: str, value: Any, item: Item, name: str) -> Item:
    return {"type": kind, "value": value, "id": str(uuid.uuid5(public_id_of(item), name))}
