"""The words of a page, one after the other: what translators, checks and files for bureaus work on.

A segment has a name that stays (`title`, `body/<block>/<paragraph>`), a shape (the same without ids), the words with
marks in the place of tags, and the hash of both. `rendered` puts other words into the structure of a source.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import models
from django.utils.functional import Promise
from wagtail.fields import StreamField

from cms.blocks.joining import asked_of, joined
from cms.blocks.marking import marked, unmarked
from cms.blocks.segments import HTML, THING, WORDS, Leaf, leaves_of, named_like, rewritten
from cms.pages.models import BasePage

OF_PAGE = ("title", "seo_title", "search_description")
LETTER_OR_DIGIT = str.isalnum

type Leaves = Mapping[str, Leaf]


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the words of a page. `tags` are the opening tags that the marks in `text` stand for."""

    key: str
    shape: str
    kind: str
    text: str
    tags: tuple[str, ...] = ()
    label: str | Promise = ""

    @property
    def sha256(self) -> str:
        """Names the words and their tags."""
        return hashlib.sha256("\0".join((self.text, *self.tags)).encode()).hexdigest()

    @property
    def words(self) -> int:
        """How many words."""
        return len(self.text.split())


def segments_of(page: BasePage) -> list[Segment]:
    """The words of a page in the order in which they are read; empty parts and those without a letter are none."""
    labels = {field.name: field.verbose_name for field in fields_of(page)}
    found = (_segment(leaf, labels[leaf.key.partition("/")[0]]) for leaf in leaves(page) if leaf.kind != THING)
    return [segment for segment in found if any(map(LETTER_OR_DIGIT, segment.text))]


def leaves(page: BasePage) -> list[Leaf]:
    """Every part of the fields that a person writes, things that are no words included."""
    return [leaf for field in fields_of(page) for leaf in _leaves_of_field(page, field)]


def fields_of(page: BasePage) -> list[Any]:
    """The fields that hold words: title, those of its type, and what search engines are told."""
    own = [field for field in type(page)._meta.concrete_fields if _holds_words(field, page)]
    return sorted(own, key=lambda field: (field.name != "title", field.name in OF_PAGE))


def longest_of(page: BasePage) -> Mapping[str, int]:
    """How long the words of each field may be that holds one line."""
    fields = (field for field in type(page)._meta.concrete_fields if isinstance(field, models.CharField))
    return {field.name: field.max_length for field in fields if field.max_length}


def rendered(
    page: BasePage,
    *,
    source: BasePage,
    before: BasePage,
    words: Mapping[str, str],
    tags: Mapping[str, Sequence[str]],
) -> None:
    """Put these words (by the names of the source's segments) into `page`, in the structure of the source.

    `tags` are what the marks in them stand for.
    `before` is the source after which the page was shaped last. What is no words follows the source where the page had
    it as the source did, and stays where the page differs. Parts without words among `words` stay as the page has
    them; where the page has no such part, they are as in the source.
    """
    for field in fields_of(page):
        if isinstance(field, StreamField):
            named = named_like(_raw(page, field), _raw(before, field))
            setattr(page, field.name, field.stream_block.to_python(named))
    own, old = _by_key(leaves(page)), _by_key(leaves(before))

    def put(leaf: Leaf) -> Any:
        if leaf.key in words:
            text = words[leaf.key]
            return unmarked(text, tags.get(leaf.key, ())) if leaf.kind == HTML else text
        return _three_ways(leaf, own, old)

    shape = _shape(page, source, before, joined)
    for field in fields_of(source):
        setattr(page, field.name, _rewritten_field(shape, field, put))


def asked_of_translation(page: BasePage, *, source: BasePage, before: BasePage) -> BasePage:
    """The source as far as it is to be translated: where a translation decides about its own blocks, those it has and
    those that are new since it was shaped last.
    """
    return _shape(page, source, before, asked_of)


def aligned(
    old: Sequence[Segment], new: Sequence[Segment], *, same: Callable[[Segment], Any], near: Callable[[Segment], Any]
) -> dict[str, str]:
    """Which segment of `old` stands for each of `new`, by name: those of one name, then those that are the `same` in
    their order, then those that are `near` each other in their order. What has none is left out.
    """
    found: dict[str, str] = {}
    _pair_names(old, new, same, found)
    for key in (same, near):
        _pair_in_order(old, new, key, found)
    return found


def by_text(segment: Segment) -> str:
    """Two texts of one language: the same words are the same."""
    return f"{segment.shape} {segment.sha256}"


def by_place(segment: Segment) -> str:
    """Two texts of one language: what stands in the same block may have been written anew."""
    return f"{segment.shape} {'/'.join(segment.key.split('/')[:2])}"


def by_shape(segment: Segment) -> str:
    """Two languages: only the shape can be compared."""
    return segment.shape


def is_a_place(key: str) -> bool:
    """Whether a name only says at which place something stands (the third paragraph, a cell): it may mean another."""
    return "#" in key or "/cell/" in key or "/heading/" in key


def in_terms_of(source: Segment, target: Segment) -> Segment:
    """A segment of a translation with the numbers of its marks as the source has them."""
    if source.kind != HTML or not target.tags:
        return target
    again = marked(unmarked(target.text, target.tags), known=source.tags)
    return Segment(target.key, target.shape, target.kind, again.text, again.tags, target.label)


def _holds_words(field: Any, page: BasePage) -> bool:
    if field.name in OF_PAGE:
        return True
    if field.model is not type(page) or field.name in page.same_in_every_language or not field.editable:
        return False
    is_text = isinstance(field, (models.CharField, models.TextField)) and not isinstance(field, models.SlugField)
    return isinstance(field, StreamField) or (is_text and not field.choices)


def _leaves_of_field(page: BasePage, field: Any) -> list[Leaf]:
    if isinstance(field, StreamField):
        return leaves_of(field.stream_block, _raw(page, field), key=field.name)
    return [Leaf(field.name, field.name, WORDS, getattr(page, field.name) or "")]


def _raw(page: BasePage, field: Any) -> Any:
    value = getattr(page, field.name)
    return field.stream_block.get_prep_value(value) if value is not None else []


def _rewritten_field(source: BasePage, field: Any, put: Callable[[Leaf], Any]) -> Any:
    if isinstance(field, StreamField):
        raw = rewritten(field.stream_block, _raw(source, field), key=field.name, visit=put)
        return field.stream_block.to_python(raw)
    return put(Leaf(field.name, field.name, WORDS, getattr(source, field.name) or ""))


def _three_ways(leaf: Leaf, own: Leaves, old: Leaves) -> Any:
    """What the page has, unless it only has what the source had before."""
    mine, before = own.get(leaf.key), old.get(leaf.key)
    if mine is None or (before is not None and mine.value == before.value):
        return leaf.value
    return mine.value


def _shape(page: BasePage, source: BasePage, before: BasePage, join: Callable[..., Any]) -> BasePage:
    """The source with the blocks that the translation is to have."""
    if not page.keeps_own_blocks:
        return source
    shaped = copy(source)
    for field in fields_of(source):
        if isinstance(field, StreamField):
            own = named_like(_raw(page, field), _raw(before, field))
            raw = join(field.stream_block, _raw(source, field), _raw(before, field), own)
            setattr(shaped, field.name, field.stream_block.to_python(raw))
    return shaped


def _by_key(found: Sequence[Leaf]) -> Leaves:
    return {leaf.key: leaf for leaf in found}


def _segment(leaf: Leaf, label: str | Promise) -> Segment:
    if leaf.kind == WORDS:
        return Segment(leaf.key, leaf.shape, leaf.kind, str(leaf.value or "").strip(), (), label)
    words = marked(leaf.value or "")
    return Segment(leaf.key, leaf.shape, leaf.kind, words.text, words.tags, label)


def _pair_names(
    old: Sequence[Segment], new: Sequence[Segment], same: Callable[[Segment], Any], found: dict[str, str]
) -> None:
    """A name that only holds a place (`#3`, a cell) pairs what is the same; any other name whatever stands there."""
    before = {segment.key: segment for segment in old}
    for segment in new:
        other = before.get(segment.key)
        if other and other.shape == segment.shape and (not is_a_place(segment.key) or same(other) == same(segment)):
            found[segment.key] = other.key


def _pair_in_order(
    old: Sequence[Segment], new: Sequence[Segment], key: Callable[[Segment], Any], found: dict[str, str]
) -> None:
    taken = set(found.values())
    left = [segment for segment in old if segment.key not in taken]
    right = [segment for segment in new if segment.key not in found]
    matcher = SequenceMatcher(None, [key(one) for one in left], [key(one) for one in right], autojunk=False)
    for block in matcher.get_matching_blocks():
        found.update(_pairs(left[block.a : block.a + block.size], right[block.b : block.b + block.size]))


def _pairs(left: Sequence[Segment], right: Sequence[Segment]) -> Iterator[tuple[str, str]]:
    for before, after in zip(left, right, strict=True):
        yield after.key, before.key
