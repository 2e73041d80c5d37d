"""The blocks of which a body is made. What of each is public stands in `cms.blocks.presenters`."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks.field_block import ChoiceBlock
from wagtail.blocks.stream_block import StreamBlock
from wagtail.blocks.struct_block import StructBlock
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks.figures import Gallery, Image, Table, Video
from cms.blocks.lines import Line, Lines, Paragraphs
from cms.blocks.pointers import LinkList, Related

RICH_TEXT = ("bold", "italic", "ul", "ol", "link", "document-link")
LEVELS = (
    ("2", _("Heading")),
    ("3", _("Heading of the second level")),
    ("4", _("Heading of the third level")),
)
CALLOUTS = (
    ("info", _("Good to know")),
    ("important", _("Important")),
    ("warning", _("Warning")),
)


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
    names_persons = ("attribution",)

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class Attachment(StructBlock):
    """A file to download."""

    file = DocumentChooserBlock(label=_("File"))
    title = Line(
        required=False, max_length=255, label=_("Title"), help_text=_("Left empty, the title of the file is used.")
    )

    class Meta:
        icon = "doc-full"
        label = _("File")


class Callout(StructBlock):
    """Words that are set apart from the rest."""

    kind = ChoiceBlock(choices=CALLOUTS, default="info", label=_("Kind"))
    title = Line(required=False, max_length=255, label=_("Title"))
    html = Paragraphs(features=list(RICH_TEXT), label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Call-out")


class Body(StreamBlock):
    """A body: any number of these blocks in any order."""

    paragraph = Paragraphs(features=list(RICH_TEXT), label=_("Paragraph"))
    heading = Heading()
    image = Image()
    gallery = Gallery()
    quote = Quote()
    callout = Callout()
    table = Table()
    file = Attachment()
    video = Video()
    link_list = LinkList()
    related = Related()

    class Meta:
        required = False
