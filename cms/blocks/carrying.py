"""A stored body carried to another site: its pictures and files are that site's own, its links stay where they led.

Works on what is stored (JSON), so that it asks no table itself. `carried_text` does to a presented text what
`carried_body` does to a stored one, so that the two can be compared.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

DOCUMENT = re.compile(
    r'(<a [^>]*?linktype="document"[^>]*?\bid=")(\d+)(")|(<a [^>]*?\bid=")(\d+)("[^>]*?linktype="document")'
)
FILE = re.compile(r'data-file="([0-9a-f-]{36})"')

type Number = Callable[[int], int]


def carried_body(blocks: list[dict[str, Any]], *, pictures: Number, files: Number) -> list[dict[str, Any]]:
    """The stored blocks with other numbers of pictures and files.

    Related items are shown with what stands on their own site only; elsewhere they become links to them.
    """
    return [_block(block, pictures, files) for block in blocks]


def carried_text(text: Mapping[str, Any]) -> dict[str, Any]:
    """A presented text as it reads elsewhere: related items as links, files named by what is in them."""
    hashes = {entry["public_id"]: entry["sha256"] for entry in text["files"]}
    carried: dict[str, Any] = _with_hashes({**text, "body": [_presented(block) for block in text["body"]]}, hashes)
    return carried


def _block(block: dict[str, Any], pictures: Number, files: Number) -> dict[str, Any]:
    value = _stored(block["value"], pictures, files)
    if block["type"] != "related":
        return {**block, "value": value}
    links = [_entry(item) for item in value["items"]]
    return {**block, "type": "link_list", "value": {"title": value["title"], "links": links}}


def _entry(item: Any) -> dict[str, Any]:
    """An entry of a list; what was stored before entries had names is a bare value."""
    named = item if isinstance(item, Mapping) else {"type": "item", "value": item}
    return {**named, "value": _goal(named["value"])}


def _presented(block: Mapping[str, Any]) -> dict[str, Any]:
    if block["type"] != "related":
        return dict(block)
    links = [_goal(chosen["shown"]) for chosen in block["value"]["chosen"]]
    return {**block, "type": "link_list", "value": {"title": block["value"]["title"], "links": links}}


def _goal(public_id: str) -> dict[str, str]:
    return {"item": public_id, "address": "", "label": ""}


def _stored(value: Any, pictures: Number, files: Number) -> Any:
    if isinstance(value, Mapping):
        return {key: _part(key, part, pictures, files) for key, part in value.items()}
    if isinstance(value, list):
        return [_stored(part, pictures, files) for part in value]
    if isinstance(value, str) and "linktype" in value:
        return DOCUMENT.sub(lambda match: _link(match, files), value)
    return value


def _part(key: str, part: Any, pictures: Number, files: Number) -> Any:
    if isinstance(part, int) and not isinstance(part, bool):
        known = {"picture": pictures, "file": files}.get(key)
        return known(part) if known else part
    return _stored(part, pictures, files)


def _link(match: re.Match[str], files: Number) -> str:
    before, number, after = match.group(1, 2, 3) if match.group(2) else match.group(4, 5, 6)
    return f"{before}{files(int(number))}{after}"


def _with_hashes(value: Any, hashes: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        named = {**value, "public_id": hashes.get(value["public_id"], "")} if value.get("public_id") else value
        return {key: _with_hashes(part, hashes) for key, part in named.items() if key not in ("files", "origin")}
    if isinstance(value, list):
        return [_with_hashes(part, hashes) for part in value]
    if isinstance(value, str) and "data-file" in value:
        return FILE.sub(lambda match: f'data-file="{hashes.get(match[1], "")}"', value)
    return value
