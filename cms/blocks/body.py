"""The five blocks of which a body is made. What of each is public stands in `cms.blocks.presenters`."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks.field_block import BooleanBlock, CharBlock, ChoiceBlock, FieldBlock, RichTextBlock, TextBlock
from wagtail.blocks.stream_block import StreamBlock
from wagtail.blocks.struct_block import StructBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT = ("bold", "italic", "ul", "ol", "link", "document-link")
LEVELS = (
    ("2", _("Heading")),
    ("3", _("Heading of the second level")),
    ("4", _("Heading of the third level")),
)


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


class Lines(NeverNone, TextBlock):  # type: ignore[misc]
    """Several lines of text."""


class Heading(StructBlock):
    """A heading; levels are not skipped (`cms.pages.guards`)."""

    level = ChoiceBlock(choices=LEVELS, default="2", label=_("Level"))
    text = Line(max_length=255, label=_("Text"))

    class Meta:
        icon = "title"
        label = _("Heading")


class Quote(StructBlock):
    """Somebody's words, and whose they are."""

    text = Lines(label=_("Quotation"), rows=3)
    attribution = Line(required=False, max_length=255, label=_("Whose words"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")


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

    class Meta:
        icon = "image"
        label = _("Picture")


class Attachment(StructBlock):
    """A file to download."""

    file = DocumentChooserBlock(label=_("File"))
    title = Line(
        required=False, max_length=255, label=_("Title"), help_text=_("Left empty, the title of the file is used.")
    )

    class Meta:
        icon = "doc-full"
        label = _("File")


class Body(StreamBlock):
    """A body: any number of the five blocks in any order."""

    paragraph = RichTextBlock(features=list(RICH_TEXT), label=_("Paragraph"))
    heading = Heading()
    image = Image()
    quote = Quote()
    file = Attachment()

    class Meta:
        required = False
