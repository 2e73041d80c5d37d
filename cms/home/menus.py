"""Menu and footer of a site in one language. What is public of them stands in `cms.home.front`."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.static_block import StaticBlock
from wagtail.blocks.stream_block import StreamBlock
from wagtail.blocks.struct_block import StructBlock

from cms.blocks.body import RICH_TEXT
from cms.blocks.choosers import ItemBlock
from cms.blocks.fields import BlocksField
from cms.blocks.lines import Line, Paragraphs
from cms.blocks.pointers import Goal

PLACES = ("cms_home.SectionPage", "cms_home.StandardPage", "cms_home.HomePage")


class Place(Goal):
    """Where an entry of a menu leads: a section or a page that stands for long, or an address."""

    item = ItemBlock(page_type=PLACES, required=False, label=_("Section or page"))


class Leaf(Place):
    """An entry of the third level."""


class Branch(Place):
    """An entry of the second level."""

    children = ListBlock(Leaf(), default=[], label=_("Entries below, third level"))


class Stem(Place):
    """An entry of the first level."""

    children = ListBlock(Branch(), default=[], label=_("Entries below, second level"))

    class Meta:
        icon = "link"
        label = _("Entry")


class Menu(StreamBlock):
    """A menu of up to three levels. An empty one shows the sections of the site."""

    entry = Stem()
    sections = StaticBlock(
        icon="folder-open-inverse",
        label=_("All sections"),
        admin_text=_("The sections of the site, in their order, as they are opened and closed."),
    )

    class Meta:
        required = False


class Column(StructBlock):
    """A column of text."""

    title = Line(required=False, max_length=200, label=_("Title"))
    html = Paragraphs(features=list(RICH_TEXT), label=_("Text"))


class FooterLinks(StructBlock):
    """A column of links."""

    title = Line(required=False, max_length=200, label=_("Title"))
    links = ListBlock(Place(), min_num=1, label=_("Links"))


class Footer(StreamBlock):
    """The foot of every page (TT 32/2017 Điều 16: agency, contact, who is responsible)."""

    contact = StaticBlock(
        icon="mail",
        label=_("Contact"),
        admin_text=_("Address, telephone and e-mail of the agency, as they are registered."),
    )
    responsible = StaticBlock(
        icon="user",
        label=_("Responsible person"),
        admin_text=_("The name of the person who is responsible for the site, as it is registered."),
    )
    column = Column(icon="pilcrow", label=_("Text"))
    links = FooterLinks(icon="link", label=_("Links"))

    class Meta:
        required = False


class MenuField(BlocksField):
    """A menu."""

    blocks = Menu


class FooterField(BlocksField):
    """A footer."""

    blocks = Footer


def first_footer() -> list[dict[str, Any]]:
    """The footer of a site on its first day: what the law asks for."""
    return [
        {"type": name, "id": number, "value": None}
        for name, number in (
            ("contact", "5a0c1e54-0000-4000-8000-000000000003"),
            ("responsible", "5a0c1e54-0000-4000-8000-000000000004"),
        )
    ]
