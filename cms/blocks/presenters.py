"""What of a body is public, block by block. Pure: a live page and its revision give the same.

A body becomes a list of `{"type", "id", "value"}`. Pictures and files are named by the SHA-256 of what is stored;
internal links stay references (`<a data-item="<public id>">`, `<a data-file="<public id>">`), which the log resolves.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from uuid import UUID

import nh3
from wagtail.blocks.stream_block import StreamValue
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from cms.media.models import File, Picture

type Value = dict[str, Any] | str
type PageNames = Callable[[Iterable[int]], Mapping[int, UUID]]

TAGS = {"p", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br"}
ATTRIBUTES = {"a": {"href", "data-item", "data-file"}}
OUTSIDE = ("https://", "http://", "mailto:", "tel:", "#")
REFERENCE = re.compile(r'<a [^>]*?data-(item|file)="([0-9a-f-]{36})"')


@dataclass(frozen=True, slots=True)
class Names:
    """Outside names of what rich text refers to, by the numbers that are stored in it."""

    pages: Mapping[int, UUID]
    files: Mapping[int, UUID]


def present_body(body: StreamValue, *, page_names: PageNames) -> list[dict[str, Any]]:
    """The public form of a body. `page_names` tells the public ids of pages by their numbers, also of deleted ones."""
    names = _names(body, page_names)
    return [
        {"type": block.block_type, "id": str(block.id or ""), "value": PRESENTERS[block.block_type](block.value, names)}
        for block in body
    ]


def references(body: list[dict[str, Any]]) -> tuple[set[UUID], set[UUID]]:
    """Public ids of the pages and of the files that a presented body refers to."""
    found: dict[str, set[UUID]] = {"item": set(), "file": set()}
    for block in body:
        if block["type"] == "paragraph":
            for kind, public_id in REFERENCE.findall(block["value"]):
                found[kind].add(UUID(public_id))
        elif block["type"] == "file" and block["value"]["public_id"]:
            found["file"].add(UUID(block["value"]["public_id"]))
    return found["item"], found["file"]


def picture_value(
    picture: Picture | None, *, alt: str, caption: str, credit: str, decorative: bool = False
) -> dict[str, Any]:
    """The public form of a picture with what is said about it here."""
    return {
        "sha256": picture.sha256 if picture else "",
        "alt": "" if decorative else alt or "",
        "decorative": bool(decorative),
        "caption": caption or "",
        "credit": credit or (picture.credit if picture else "") or "",
    }


def safe_html(source: str, names: Names) -> str:
    """Rich text as safe HTML: known tags only, links to the outside by their address, to the inside by reference."""
    referring = FIND_A_TAG.sub(lambda match: _link(extract_attrs(match.group(1)), names), source)
    return nh3.clean(referring, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_safe_attribute, link_rel=None)


def _link(attributes: Mapping[str, str], names: Names) -> str:
    """The opening tag of a link. Without a goal it is left out, and its closing tag falls away."""
    kind, number = attributes.get("linktype"), attributes.get("id", "")
    if kind is None:
        href = attributes.get("href", "")
        return f'<a href="{escape(href)}">' if href.startswith(OUTSIDE) else ""
    goals, attribute = (names.pages, "data-item") if kind == "page" else (names.files, "data-file")
    goal = goals.get(int(number)) if number.isdecimal() else None
    return f'<a {attribute}="{goal}">' if goal else ""


def _safe_attribute(_tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "href" or value.startswith(OUTSIDE) else None


def _names(body: StreamValue, page_names: PageNames) -> Names:
    numbers: dict[str, set[int]] = {"page": set(), "document": set()}
    for block in body:
        if block.block_type != "paragraph":
            continue
        for match in FIND_A_TAG.finditer(block.value.source):
            attributes = extract_attrs(match.group(1))
            kind, number = attributes.get("linktype", ""), attributes.get("id", "")
            if kind in numbers and number.isdecimal():
                numbers[kind].add(int(number))
    files = File.objects.filter(pk__in=numbers["document"]).values_list("pk", "public_id")
    return Names(page_names(numbers["page"]) if numbers["page"] else {}, dict(files) if numbers["document"] else {})


def _heading(value: Any, _names: Names) -> Value:
    return {"level": int(value["level"] or 2), "text": value["text"] or ""}


def _paragraph(value: Any, names: Names) -> Value:
    return safe_html(value.source or "", names)


def _quote(value: Any, _names: Names) -> Value:
    return {"text": value["text"] or "", "attribution": value["attribution"] or ""}


def _image(value: Any, _names: Names) -> Value:
    said = {name: value[name] for name in ("alt", "caption", "credit", "decorative")}
    return picture_value(value["picture"], **said)


def _file(value: Any, _names: Names) -> Value:
    file = value["file"]
    if file is None:
        return {"public_id": "", "sha256": "", "title": value["title"] or ""}
    return {"public_id": str(file.public_id), "sha256": file.sha256, "title": value["title"] or file.title}


PRESENTERS: Mapping[str, Callable[[Any, Names], Value]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "quote": _quote,
    "image": _image,
    "file": _file,
}
