"""The text standard over a whole page: its fields, the blocks of its bodies, its inline children."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks.base import Block
from wagtail.blocks.field_block import CharBlock, RichTextBlock, TextBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.stream_block import StreamBlock
from wagtail.blocks.struct_block import StructBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME

from cms.textstandard import clean, clean_html

# Fields that Wagtail or the database writes; and those with a form of their own.
LEFT_ALONE = frozenset({"path", "url_path", "slug", "content_json"})


def make_clean(page: models.Model) -> None:
    """Bring every text of a page, and of its inline children in memory, to the text standard."""
    _clean_fields(page)
    for child in _children(page):
        _clean_fields(child)


def _children(page: models.Model) -> Iterator[models.Model]:
    """Inline children that are held in memory: what lies in the table was clean when it was saved."""
    held = getattr(page, "_cluster_related_objects", {})
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name != COMMENTS_RELATION_NAME:
            yield from held.get(name, ())


def _clean_fields(thing: models.Model) -> None:
    deferred = thing.get_deferred_fields()
    for field in thing._meta.concrete_fields:
        if field.attname in deferred or field.name in LEFT_ALONE or field.choices:
            continue
        value = getattr(thing, field.attname)
        cleaned = _cleaned(field, value)
        if cleaned is not value:
            setattr(thing, field.attname, cleaned)


def _cleaned(field: Any, value: Any) -> Any:
    """The clean value; the very same object where there is nothing to clean."""
    if isinstance(field, StreamField):
        return _clean_stream(field, value)
    if not isinstance(value, str) or not value:
        return value
    if isinstance(field, RichTextField):
        return _same_or(value, clean_html(value))
    if isinstance(field, (models.CharField, models.TextField)):
        return _same_or(value, clean(value))
    return value


def _same_or(before: Any, after: Any) -> Any:
    return before if before == after else after


def _clean_stream(field: StreamField, value: Any) -> Any:
    if value is None or not len(value):
        return value
    raw = field.stream_block.get_prep_value(value)
    cleaned = _clean_raw(field.stream_block, raw)
    return value if cleaned == raw else field.stream_block.to_python(cleaned)


def _clean_raw(block: Block, raw: Any) -> Any:
    """The stored form of a block's value, clean; walks down the definitions of the blocks."""
    for kind, cleaner in _CLEANERS:
        if isinstance(block, kind):
            return cleaner(block, raw)
    return raw


def _clean_text(_block: Any, raw: Any) -> Any:
    return clean(raw) if isinstance(raw, str) else raw


def _clean_rich_text(_block: Any, raw: Any) -> Any:
    return clean_html(raw) if isinstance(raw, str) else raw


def _clean_items(block: Any, raw: Any) -> Any:
    return [{**item, "value": _clean_raw(block.child_blocks[item["type"]], item["value"])} for item in raw]


def _clean_list(block: Any, raw: Any) -> Any:
    def _entry(item: Any) -> Any:
        if isinstance(item, dict) and item.keys() >= {"type", "value"}:
            return {**item, "value": _clean_raw(block.child_block, item["value"])}
        return _clean_raw(block.child_block, item)  # an entry without an id, as it may be given

    return [_entry(item) for item in raw]


def _clean_struct(block: Any, raw: Any) -> Any:
    return {name: _clean_raw(block.child_blocks[name], value) for name, value in raw.items()}


def _clean_table(block: Any, raw: Any) -> Any:
    columns = [{**column, "heading": clean(column["heading"] or "")} for column in raw["columns"]]
    cells = [block.child_blocks[column["type"]] for column in columns]
    rows = [
        {"values": [_clean_raw(cell, value) for cell, value in zip(cells, row["values"], strict=True)]}
        for row in raw["rows"]
    ]
    return {"columns": columns, "rows": rows, "caption": clean(raw.get("caption") or "")}


_CLEANERS: tuple[tuple[type, Callable[[Any, Any], Any]], ...] = (
    (StreamBlock, _clean_items),
    (ListBlock, _clean_list),
    (StructBlock, _clean_struct),
    (BaseTypedTableBlock, _clean_table),
    (RichTextBlock, _clean_rich_text),
    (CharBlock, _clean_text),
    (TextBlock, _clean_text),
)
