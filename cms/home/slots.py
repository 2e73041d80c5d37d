"""The front page: slots, each filled by hand, by rule, or both. What is public of them stands in `cms.home.front`."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks.field_block import ChoiceBlock, DateTimeBlock, IntegerBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.stream_block import StreamBlock
from wagtail.blocks.struct_block import StructBlock

from cms.blocks.choosers import ItemBlock
from cms.blocks.fields import BlocksField
from cms.blocks.figures import Image, ImageOrNone
from cms.blocks.lines import Line
from cms.blocks.pointers import Goal, GoalOrNone
from cms.pages.registry import filings, listed_types

MOST = 50
SECTION = "cms_home.SectionPage"


def types() -> Iterator[tuple[str, str]]:
    """The types of items that a rule can ask for."""
    return ((entry.name, str(entry.model._meta.verbose_name_plural)) for entry in listed_types())


def categories() -> list[tuple[str, str]]:
    """The categories that a rule can ask for."""
    return [choice for filing in filings for choice in filing()]


class Choice(ChoiceBlock):
    """One of several words. What is stored is taken as it stands: Wagtail would look up all choices for each value."""

    def normalize_choice(self, value: Any) -> Any:
        """The word itself."""
        return value


class Pin(StructBlock):
    """One item at its place by hand, until a moment or for good."""

    item = ItemBlock(label=_("Item"))
    until = DateTimeBlock(
        required=False, label=_("Until"), help_text=_("Left empty, the item stays until somebody takes it away.")
    )

    class Meta:
        icon = "pin"
        label = _("Pinned item")


class Newest(StructBlock):
    """What fills the slot by itself: the newest items that fit."""

    count = IntegerBlock(
        default=5,
        min_value=0,
        max_value=MOST,
        label=_("How many in all"),
        help_text=_("Pinned items come first and count. 0: pinned items only."),
    )
    type = Choice(choices=types, required=False, label=_("Only of this type"))
    section = ItemBlock(page_type=SECTION, required=False, label=_("Only from this section"))
    category = Choice(choices=categories, required=False, label=_("Only of this category"))
    tag = Line(required=False, max_length=100, label=_("Only with this tag"))

    class Meta:
        icon = "history"
        label = _("Then the newest items")
        collapsed = True


class Items(StructBlock):
    """A slot of items."""

    title = Line(required=False, max_length=200, label=_("Title"), help_text=_("Left empty, the site has its own."))
    pins = ListBlock(Pin(), default=[], label=_("Pinned items, in this order"))
    newest = Newest()


class Banner(StructBlock):
    """One picture that leads somewhere."""

    picture = Image()
    goal = GoalOrNone(label=_("Where it leads"))


class Banners(StructBlock):
    """One or several banners at one place."""

    title = Line(required=False, max_length=200, label=_("Title"))
    banners = ListBlock(Banner(), min_num=1, label=_("Banners"))


class Logo(StructBlock):
    """An address with a name, and its logo."""

    goal = Goal(label=_("Where it leads"))
    logo = ImageOrNone(label=_("Logo"))


class Links(StructBlock):
    """Links to other sites and services."""

    title = Line(required=False, max_length=200, label=_("Title"))
    links = ListBlock(Logo(), min_num=1, label=_("Links"))


class ShownSection(StructBlock):
    """One section with its newest items."""

    section = ItemBlock(page_type=SECTION, label=_("Section of the site"))
    count = IntegerBlock(default=5, min_value=1, max_value=MOST, label=_("How many items"))


class Sections(StructBlock):
    """Sections with their newest items."""

    title = Line(required=False, max_length=200, label=_("Title"))
    sections = ListBlock(ShownSection(), min_num=1, label=_("Sections"))


class Slots(StreamBlock):
    """A front page: slots in the order in which they stand."""

    featured = Items(icon="pick", label=_("Featured items"))
    notices = Items(icon="bell", label=_("Notices"))
    banner = Banners(icon="image", label=_("Banner"))
    links = Links(icon="link", label=_("Links"))
    sections = Sections(icon="folder-open-inverse", label=_("Sections"))

    class Meta:
        required = False


class SlotsField(BlocksField):
    """The slots of a front page."""

    blocks = Slots


def first_slots() -> list[dict[str, Any]]:
    """The front page of a site on its first day: the newest news, the newest notices."""
    return [
        {"type": name, "id": number, "value": {"title": "", "pins": [], "newest": _of(kind)}}
        for name, kind, number in (
            ("featured", "news", "5a0c1e54-0000-4000-8000-000000000001"),
            ("notices", "notice", "5a0c1e54-0000-4000-8000-000000000002"),
        )
    ]


def _of(kind: str) -> dict[str, Any]:
    return {"count": 5, "type": kind, "section": None, "category": "", "tag": ""}
