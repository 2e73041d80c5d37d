"""The words of stored blocks, one after the other, each with a stable name; and the same blocks with other words.

Walks down the definitions of the blocks. A part is *words* (one line or several), a paragraph or list entry of *html*,
or a *thing* that is no words (a picture, a level, an address): names of things are the same in every language.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from wagtail.blocks.base import Block
from wagtail.blocks.field_block import CharBlock, RichTextBlock, TextBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.stream_block import StreamBlock
from wagtail.blocks.struct_block import StructBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from cms.blocks.lines import Address
from cms.blocks.marking import parts_of, with_parts

WORDS, HTML, THING = "words", "html", "thing"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part of stored blocks: its name (`body/<block>/pictures/<entry>/alt`), its shape (the same without ids)."""

    key: str
    shape: str
    kind: str
    value: Any


type Visit = Callable[[Leaf], Any]


def leaves_of(block: Block, raw: Any, *, key: str) -> list[Leaf]:
    """Every part of a stored value, in the order in which it is read."""
    found: list[Leaf] = []

    def note(leaf: Leaf) -> Any:
        found.append(leaf)
        return leaf.value

    rewritten(block, raw, key=key, visit=note)
    return found


def rewritten(block: Block, raw: Any, *, key: str, visit: Visit) -> Any:
    """The same stored value with what `visit` answers in the place of each part."""
    return _walk(block, raw, key, key, visit)


def named_like(raw: Any, pattern: Any) -> Any:
    """Stored blocks that were made apart from others, with the ids of those: blocks of one kind in their order.

    Blocks of which one has an id of the others were made from them, and stay as they are.
    """
    own, theirs = list(raw or ()), list(pattern or ())
    ids = {block.get("id") for block in theirs}
    if not own or any(block.get("id") in ids for block in own):
        return raw
    kinds = [block["type"] for block in theirs], [block["type"] for block in own]
    matcher = SequenceMatcher(None, *kinds, autojunk=False)
    for match in matcher.get_matching_blocks():
        for at in range(match.size):
            other, block = theirs[match.a + at], own[match.b + at]
            value = _inside(block["value"], other["value"])
            own[match.b + at] = {**block, "id": other.get("id") or block.get("id"), "value": value}
    return own


def _inside(value: Any, pattern: Any) -> Any:
    """Entries of lists in a block, named like those of another."""
    if isinstance(value, Mapping) and isinstance(pattern, Mapping):
        return {name: _inside(part, pattern.get(name)) for name, part in value.items()}
    if isinstance(value, list) and isinstance(pattern, list) and all(_is_entry(part) for part in (*value, *pattern)):
        named = [
            {**part, "id": other.get("id"), "value": _inside(part["value"], other["value"])}
            for part, other in zip(value, pattern, strict=False)
        ]
        return [*named, *value[len(named) :]]
    return value


def _is_entry(part: Any) -> bool:
    return isinstance(part, Mapping) and part.keys() >= {"type", "value"}


def _walk(block: Block, raw: Any, key: str, shape: str, visit: Visit) -> Any:
    for kind, walk in _WALKS:
        if isinstance(block, kind):
            return walk(block, raw, key, shape, visit)
    return visit(Leaf(key, shape, THING, raw))


def _stream(block: StreamBlock, raw: Any, key: str, shape: str, visit: Visit) -> Any:
    known = block.child_blocks
    return [
        {**part, "value": _walk(known[part["type"]], part["value"], name, f"{shape}.{part['type']}", visit)}
        if part["type"] in known
        else part
        for name, part in _named(raw or (), key)
    ]


def _named(entries: Any, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Blocks by their id; one that has none by its place."""
    for number, part in enumerate(entries, 1):
        yield f"{key}/{part.get('id') or f'#{number}'}", part


def _struct(block: StructBlock, raw: Any, key: str, shape: str, visit: Visit) -> Any:
    values: dict[str, Any] = dict(raw or {})
    for name, child in block.child_blocks.items():
        if name in values:
            values[name] = _walk(child, values[name], f"{key}/{name}", f"{shape}.{name}", visit)
    return values


def _list(block: ListBlock, raw: Any, key: str, shape: str, visit: Visit) -> Any:
    entries = [
        part if isinstance(part, Mapping) and "value" in part else {"type": "item", "value": part} for part in raw or ()
    ]
    return [
        {**part, "value": _walk(block.child_block, part["value"], name, f"{shape}.item", visit)}
        for name, part in _named(entries, key)
    ]


def _table(_block: Block, raw: Any, key: str, shape: str, visit: Visit) -> Any:
    if not raw:
        return raw

    def words(name: str, value: Any) -> Any:
        place = name.partition("/")[0]
        return visit(Leaf(f"{key}/{name}", f"{shape}.{place}", WORDS, value)) if isinstance(value, str) else value

    return {
        **raw,
        "caption": words("caption", raw.get("caption") or ""),
        "columns": [
            {**column, "heading": words(f"heading/{number}", column.get("heading") or "")}
            for number, column in enumerate(raw["columns"], 1)
        ],
        "rows": [
            {**row, "values": [words(f"cell/{at}/{place}", cell) for place, cell in enumerate(row["values"], 1)]}
            for at, row in enumerate(raw["rows"], 1)
        ],
    }


def _html(_block: Block, raw: Any, key: str, shape: str, visit: Visit) -> Any:
    source = raw or ""
    parts = parts_of(source)
    return with_parts(source, [visit(Leaf(f"{key}/{part.name}", f"{shape}.p", HTML, part.inner)) for part in parts])


def _words(_block: Block, raw: Any, key: str, shape: str, visit: Visit) -> Any:
    return visit(Leaf(key, shape, WORDS, raw or ""))


def _address(_block: Block, raw: Any, key: str, shape: str, visit: Visit) -> Any:
    return visit(Leaf(key, shape, THING, raw))


_WALKS: tuple[tuple[type[Any], Callable[..., Any]], ...] = (
    (StreamBlock, _stream),
    (StructBlock, _struct),
    (ListBlock, _list),
    (BaseTypedTableBlock, _table),
    (RichTextBlock, _html),
    (Address, _address),
    (CharBlock, _words),
    (TextBlock, _words),
)
