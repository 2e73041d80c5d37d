"""What our own plain page shows of drafts, for where no frontend does: the same answers, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from api.preview.presenting import Shown
from api.preview.selectors import Draft
from api.publications.things import Json
from cms.home.slots import Slots


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a front page; each line with its address, and the number of the draft that it is."""

    title: str
    lines: Sequence[Json]


def slots_of(home: Json, drafts: Sequence[Draft]) -> list[Slot]:
    """The front page of a home, slot by slot; sections have a slot each."""
    here = [
        (str(draft.text.public_id), number)
        for number, draft in enumerate(drafts)
        if draft.text.locale == home["locale"]
    ]
    return [slot for block in home["body"] for slot in _slots_in(block, dict(here))]


def _slots_in(block: Json, numbers: Mapping[str, int]) -> Iterator[Slot]:
    value = block["value"]
    title = value["title"] or str(Slots().child_blocks[block["type"]].label)
    if block["type"] == "sections":
        for shown in value["sections"]:
            yield Slot(shown["section"]["title"], [_line(card, numbers) for card in shown["items"]])
        return
    links = [banner["link"] for banner in value.get("banners", ()) if banner["link"]]
    found = (*value.get("items", ()), *value.get("links", ()), *links)
    yield Slot(title, [_line(one, numbers) for one in found])


def _line(one: Json, numbers: Mapping[str, int]) -> Json:
    title = one["title"] if "title" in one else one["label"]
    return {**one, "title": title, "number": numbers.get(one["public_id"] or "")}


def text_with_addresses(one: Shown, whole: Json) -> dict[str, Any]:
    """The text for our own page: paragraphs with their links resolved as readers get them."""
    sent = {entry["id"]: entry for entry in whole.get("body", ())}
    body = [
        sent[entry["id"]] if entry["type"] in ("paragraph", "callout") and entry["id"] in sent else entry
        for entry in one.text.get("body", ())
    ]
    return {**one.text, "body": body}


def pictures_in(frame: Json) -> dict[str, str]:
    """For our own page: an address for each picture, by the hash of its original; on the page's own host, as its policy
    asks for.
    """
    found = {original: rows[len(rows) // 2]["url"] for original, rows in frame.get("renditions", {}).items() if rows}
    return {original: urlunsplit(("", "", *urlsplit(url)[2:])) for original, url in found.items()}


def titles_in(value: Any) -> dict[str, str]:
    """For our own page: the titles of what readers are shown of other items, by public id."""
    if isinstance(value, list):
        return {key: title for entry in value for key, title in titles_in(entry).items()}
    if not isinstance(value, dict):
        return {}
    own = {str(value["public_id"]): str(value["title"])} if value.get("public_id") and value.get("title") else {}
    return {**own, **titles_in(list(value.values()))}
