"""Blocks of a translation that decides itself which blocks it has: a front page, a menu.

What has no words (which items are pinned) is each language's own. What has words follows the source: a new block
comes along, one that the source gave up goes, one that the translation gave up stays away. What only the translation
has stays where it is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wagtail.blocks.base import Block
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.stream_block import StreamBlock
from wagtail.blocks.struct_block import StructBlock

from cms.blocks.segments import THING, leaves_of

type Entry = Mapping[str, Any]
type Choose = Callable[[Block, Any, Any, Any], Any]


def joined(block: Block, source: Any, before: Any, own: Any) -> Any:
    """Stored blocks as the translation is to have them, those of its own included; words are those of the source."""
    return _join(block, source, before, own, has_own=True)


def asked_of(block: Block, source: Any, before: Any, own: Any) -> Any:
    """The blocks of the source that the translation is to have: what is to be translated."""
    return _join(block, source, before, own, has_own=False)


def _join(block: Block, source: Any, before: Any, own: Any, *, has_own: bool) -> Any:
    def below(child: Block, *values: Any) -> Any:
        return _join(child, *values, has_own=has_own)

    if isinstance(block, StructBlock) and isinstance(source, Mapping):
        children = block.child_blocks
        return {
            name: below(children[name], value, _get(before, name), _get(own, name)) if name in children else value
            for name, value in source.items()
        }
    if isinstance(block, (StreamBlock, ListBlock)) and all(map(_is_named, (*_list(source), *_list(own)))):
        kept = _entries(block, _list(source), _by_id(before), _by_id(own), below)
        return _with_own(block, kept, _list(own), (_by_id(source), _by_id(before))) if has_own else kept
    return source


def _entries(
    block: Any, source: Sequence[Entry], before: Mapping[str, Entry], own: Mapping[str, Entry], below: Choose
) -> list[Entry]:
    found: list[Entry] = []
    for entry in source:
        name, child = entry["id"], _child(block, entry)
        if name in own:
            value = below(child, entry["value"], _get(before.get(name), "value"), own[name]["value"])
            found.append({**entry, "value": value})
        elif name not in before and _has_words(child, entry["value"]):
            found.append(entry)
    return found


def _with_own(
    block: Any, kept: list[Entry], own: Sequence[Entry], known: tuple[Mapping[str, Entry], Mapping[str, Entry]]
) -> list[Entry]:
    """What only the translation has, behind what stands before it there."""
    source, before = known
    last = ""
    for entry in own:
        name = entry["id"]
        is_given_up = name in before and _has_words(_child(block, entry), entry["value"])
        if name not in source and not is_given_up:
            at = next((number for number, one in enumerate(kept, 1) if one["id"] == last), 0)
            kept.insert(at, entry)
        last = name if any(one["id"] == name for one in kept) else last
    return kept


def _has_words(block: Block, value: Any) -> bool:
    return any(leaf.kind != THING and leaf.value for leaf in leaves_of(block, value, key=""))


def _child(block: Any, entry: Entry) -> Block:
    found: Block = block.child_block if isinstance(block, ListBlock) else block.child_blocks[entry["type"]]
    return found


def _is_named(entry: Any) -> bool:
    return isinstance(entry, Mapping) and bool(entry.get("id"))


def _by_id(entries: Any) -> dict[str, Entry]:
    return {entry["id"]: entry for entry in _list(entries) if _is_named(entry)}


def _list(value: Any) -> list[Any]:
    return list(value or ())


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None
