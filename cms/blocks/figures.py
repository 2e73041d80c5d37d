"""Blocks to look at: a picture, a gallery, a table, a video."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.field_block import BooleanBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.struct_block import StructBlock, StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.lines import Address, Line


class Image(StructBlock):
    """A picture, with what stands for it where it cannot be seen."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt = Line(
        required=False,
        max_length=255,
        label=_("Description for those who cannot see it"),
        help_text=_("Say what the picture shows. Needed unless it is only an ornament."),
    )
    decorative = BooleanBlock(required=False, default=False, label=_("Only an ornament"))
    caption = Line(required=False, max_length=500, label=_("Caption"))
    credit = Line(
        required=False, max_length=255, label=_("Credit"), help_text=_("Left empty, the credit of the picture is used.")
    )
    names_persons = ("credit",)

    class Meta:
        icon = "image"
        label = _("Picture")


class ImageOrNone(Image):
    """A picture that may be left out."""

    picture = ImageChooserBlock(required=False, label=_("Picture"))


class Gallery(StructBlock):
    """Several pictures that belong together."""

    title = Line(required=False, max_length=255, label=_("Title"))
    pictures = ListBlock(Image(), min_num=1, label=_("Pictures"))

    class Meta:
        icon = "grip"
        label = _("Gallery")


class Table(TypedTableBlock):
    """A table with a row of headings. A column holds words or numbers; cells hold no markup."""

    text = Line(required=False, max_length=1000, label=_("Text"))
    number = Line(required=False, max_length=100, label=_("Number"))

    def clean(self, table: Any) -> Any:
        """Every column has a heading: who hears the table finds his way by them (WCAG 2.2, 1.3.1)."""
        cleaned = super().clean(table)
        if not cleaned.columns or any(not (column["heading"] or "").strip() for column in cleaned.columns):
            raise ValidationError(_now("Give every column a heading."))
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")


class Video(StructBlock):
    """A video that lies elsewhere, by its address. Which hosts are allowed is a rule (`video.hosts`)."""

    address = Address(
        max_length=1000, label=_("Address"), help_text=_("The address of the video, as the browser shows it.")
    )
    title = Line(max_length=255, label=_("Title"), help_text=_("Say what the video shows."))
    transcript = Address(
        required=False,
        max_length=1000,
        label=_("Address of the transcript"),
        help_text=_("Where the words of the video can be read."),
    )

    def clean(self, value: Any) -> Any:
        """Addresses are addresses of the web."""
        cleaned = super().clean(value)
        wrong = [name for name in ("address", "transcript") if cleaned[name] and not is_web(cleaned[name])]
        if wrong:
            fault = _now("This is not an address of the web.")
            raise StructBlockValidationError(block_errors={name: ValidationError(fault) for name in wrong})
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")


def is_web(address: str) -> bool:
    """Whether something is an address that a browser opens."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname)
