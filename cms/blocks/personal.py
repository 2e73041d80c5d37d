"""Which parts of a page name persons, by their shape: what must not leave the house with the rest.

A page type says it of its fields (`names_persons`), a block of its parts (`names_persons` too).
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from wagtail.blocks.base import Block
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.fields import StreamField


@cache
def shapes_with_persons(model: type[Any]) -> frozenset[str]:
    """The shapes of the segments of a page type that name persons."""
    found = set(getattr(model, "names_persons", ()))
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            found |= set(_in_block(field.stream_block, field.name))
    return frozenset(found)


def _in_block(block: Block, shape: str) -> Iterator[str]:
    if isinstance(block, BaseStreamBlock):
        for name, child in block.child_blocks.items():
            yield from _in_block(child, f"{shape}.{name}")
    elif isinstance(block, BaseStructBlock):
        named = getattr(block, "names_persons", ())
        for name, child in block.child_blocks.items():
            if name in named:
                yield f"{shape}.{name}"
            else:
                yield from _in_block(child, f"{shape}.{name}")
    elif isinstance(block, ListBlock):
        yield from _in_block(block.child_block, f"{shape}.item")
