"""Two states of a page side by side: field by field, with the words that differ marked."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from modelcluster.models import get_all_child_relations
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME

from cms.pages.models import BasePage

WORDS = re.compile(r"\s+|[^\s]+")
OF_PAGE = ("title", "slug", "seo_title", "search_description", "go_live_at", "expire_at")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in two states, as safe HTML; `is_changed` where they differ."""

    label: str
    theirs: SafeString
    mine: SafeString
    is_changed: bool


def differences(theirs: BasePage, mine: BasePage) -> list[Difference]:
    """Every field that a person writes, in the order of the model."""
    pairs = zip(_readable(theirs), _readable(mine), strict=True)
    return [_difference(label, before, after) for (label, before), (_label, after) in pairs]


def _difference(label: str, theirs: str, mine: str) -> Difference:
    left, right = word_differences(theirs, mine)
    return Difference(label, left, right, theirs != mine)


def _readable(page: BasePage) -> Iterator[tuple[str, str]]:
    own = {field.name for field in type(page)._meta.local_fields if not field.is_relation or field.many_to_one}
    for field in type(page)._meta.concrete_fields:
        if field.name in OF_PAGE or field.name in own:
            yield str(field.verbose_name), _text(field, page)
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name != COMMENTS_RELATION_NAME:
            yield str(relation.related_model._meta.verbose_name_plural), "\n".join(_rows(getattr(page, name).all()))


def _rows(children: Collection[Any]) -> list[str]:
    """The rows below a page as lines; tags by their words: an item has them in no order."""
    lines = [str(getattr(child, "tag", child)) for child in children]
    return sorted(lines) if any(hasattr(child, "tag") for child in children) else lines


def _text(field: Any, page: BasePage) -> str:
    if isinstance(field, StreamField):
        return _lines(getattr(page, field.name))
    value = getattr(page, field.name) if isinstance(field, models.ForeignKey) else field.value_from_object(page)
    return "" if value is None else str(value)


def _lines(body: StreamValue) -> str:
    """Blocks as plain lines, a block or a part of one each."""
    return "\n".join(line for block in body for line in _parts(block.value))


def _parts(value: Any) -> Iterator[str]:
    """What a person wrote in a block, however deep: parts of a struct, entries of a list, cells of a table."""
    if isinstance(value, TypedTable):
        yield value.caption
        yield " | ".join(column["heading"] for column in value.columns)
        yield from (" | ".join(map(str, row["values"])) for row in value.row_data)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _parts(part)
    elif isinstance(value, ListValue):
        for part in value:
            yield from _parts(part)
    elif value not in (None, "", False):
        yield _plain(value)


def _plain(part: Any) -> str:
    source = getattr(part, "source", None)
    return str(part) if source is None else strip_tags(re.sub(r"</(p|li)>", "\n", source)).strip()


def word_differences(theirs: str, mine: str) -> tuple[SafeString, SafeString]:
    """Two texts as safe HTML, with the words that differ marked in each."""
    left, right = WORDS.findall(theirs), WORDS.findall(mine)
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    ours: tuple[list[str], list[str]] = ([], [])
    for operation, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        ours[0].append(_marking("del", "".join(left[left_from:left_to]), operation))
        ours[1].append(_marking("ins", "".join(right[right_from:right_to]), operation))
    return mark_safe("".join(ours[0])), mark_safe("".join(ours[1]))  # noqa: S308 - every part is escaped


def _marking(tag: str, text: str, operation: str) -> str:
    return escape(text) if operation == "equal" or not text else f"<{tag}>{escape(text)}</{tag}>"
