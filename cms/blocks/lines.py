"""Blocks of plain text, of which the others are made."""

from typing import Any

from wagtail.blocks.field_block import CharBlock, FieldBlock, RichTextBlock, TextBlock
from wagtail.rich_text import RichText, get_text_for_indexing


class NeverNone(FieldBlock):
    """A block of text in which nothing is the empty string: None breaks whoever reads it (wagtail-localize#918)."""

    def normalize(self, value: Any) -> Any:
        """None becomes ""."""
        return "" if value is None else super().normalize(value)

    def to_python(self, value: Any) -> Any:
        """None becomes ""."""
        return "" if value is None else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        """None becomes ""."""
        return "" if value is None else super().get_prep_value(value)

    class Meta:
        default = ""


class Line(NeverNone, CharBlock):
    """One line of text."""


class Address(Line):
    """One address: the same in every language, never translated."""


class Lines(NeverNone, TextBlock):  # type: ignore[misc]
    """Several lines of text."""


class Paragraphs(RichTextBlock):
    """Rich text. Tags around nothing are nothing: the form asks for words as it does for an empty field."""

    def value_for_form(self, value: RichText) -> str:
        """The source, or "" where nothing is to be read."""
        source = value.source or ""
        return source if get_text_for_indexing(source).strip() else ""
