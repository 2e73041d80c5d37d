"""What of a body is public, block by block. Pure: a live page and its revision give the same.

A body becomes a list of `{"type", "id", "value"}`. Pictures and files are named by the SHA-256 of what is stored;
internal links stay references (`<a data-item="<public id>">`, `<a data-file="<public id>">`, `{"item": <public id>}`),
which the log resolves.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from wagtail.blocks.stream_block import StreamValue

from cms.blocks.choosers import item_name
from cms.blocks.richtext import Names, numbers_in, safe_html
from cms.blocks.videos import name_of, provider_of
from cms.media.models import File, Picture

type Value = dict[str, Any] | str
type PageNames = Callable[[Iterable[int]], Mapping[int, UUID]]
type Presenters = Mapping[str, Callable[[Any, Names], Any]]


def present_body(body: StreamValue, *, page_names: PageNames) -> list[dict[str, Any]]:
    """The public form of a body. `page_names` tells the public ids of pages by their numbers, also of deleted ones."""
    return present_blocks(body, PRESENTERS, page_names=page_names)


def present_blocks(body: StreamValue, presenters: Presenters, *, page_names: PageNames) -> list[dict[str, Any]]:
    """The public form of a stream of blocks that have these presenters."""
    names = _names(body, page_names)
    return [
        {"type": block.block_type, "id": str(block.id or ""), "value": presenters[block.block_type](block.value, names)}
        for block in body
    ]


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


def file_value(file: File | None, *, title: str = "") -> dict[str, Any]:
    """The public form of a file."""
    if file is None:
        return {"public_id": "", "sha256": "", "title": title or ""}
    return {"public_id": str(file.public_id), "sha256": file.sha256, "title": title or file.title}


def goal_value(goal: Any) -> dict[str, Any]:
    """Where a link leads."""
    return {"item": item_name(goal["item"]), "address": goal["address"] or "", "label": goal["label"] or ""}


def html_value(value: Any, names: Names) -> str:
    """Rich text."""
    return safe_html(value.source if value else "", names)


def image_value(value: Any, _names: Names | None = None) -> Value:
    """A picture block."""
    said = {name: value[name] for name in ("alt", "caption", "credit", "decorative")}
    return picture_value(value["picture"], **said)


def _names(body: StreamValue, page_names: PageNames) -> Names:
    numbers: dict[str, set[int]] = {"page": set(), "document": set()}
    for block in body:
        source = getattr(_html_of(block.value), "source", "")
        for kind, number in numbers_in(source):
            numbers[kind].add(number)
    return Names(
        page_names(numbers["page"]) if numbers["page"] else {},
        _file_names(numbers["document"]) if numbers["document"] else {},
    )


def _file_names(numbers: Iterable[int]) -> Mapping[int, UUID]:
    return dict(File.objects.filter(pk__in=numbers).values_list("pk", "public_id"))


def _html_of(value: Any) -> Any:
    return value.get("html") if isinstance(value, Mapping) else value


def _heading(value: Any, _names: Names) -> Value:
    return {"level": int(value["level"] or 2), "text": value["text"] or ""}


def _quote(value: Any, _names: Names) -> Value:
    return {"text": value["text"] or "", "attribution": value["attribution"] or ""}


def _file(value: Any, _names: Names) -> Value:
    return file_value(value["file"], title=value["title"])


def _gallery(value: Any, _names: Names) -> Value:
    return {"title": value["title"] or "", "pictures": [image_value(picture) for picture in value["pictures"]]}


def _callout(value: Any, names: Names) -> Value:
    return {
        "kind": value["kind"] or "info",
        "title": value["title"] or "",
        "html": html_value(value["html"], names),
    }


def _table(value: Any, _names: Names) -> Value:
    return {
        "caption": value.caption or "",
        "columns": [{"heading": column["heading"] or "", "type": column["block"].name} for column in value.columns],
        "rows": [[cell or "" for cell in row["values"]] for row in value.row_data],
    }


def _video(value: Any, _names: Names) -> Value:
    address = value["address"] or ""
    return {
        "provider": provider_of(address),
        "id": name_of(address),
        "url": address,
        "title": value["title"] or "",
        "transcript": value["transcript"] or "",
    }


def _link_list(value: Any, _names: Names) -> Value:
    return {"title": value["title"] or "", "links": [goal_value(goal) for goal in value["links"]]}


def _related(value: Any, _names: Names) -> Value:
    return {"title": value["title"] or "", "chosen": [{"shown": item_name(item)} for item in value["items"] if item]}


PRESENTERS: Presenters = {
    "heading": _heading,
    "paragraph": html_value,
    "quote": _quote,
    "image": image_value,
    "gallery": _gallery,
    "callout": _callout,
    "table": _table,
    "file": _file,
    "video": _video,
    "link_list": _link_list,
    "related": _related,
}
