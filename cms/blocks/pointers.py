"""Blocks that lead elsewhere: a list of links, related items; and the goal of a link, which menus use too."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.struct_block import StructBlock, StructBlockValidationError

from cms.blocks.choosers import ItemBlock
from cms.blocks.lines import Address, Line

OUTSIDE = ("https://", "http://", "mailto:", "tel:")


class Goal(StructBlock):
    """Where a link leads: to an item of this installation, or to an address with a label."""

    item = ItemBlock(required=False, label=_("Page"), help_text=_("The link follows the page wherever it goes."))
    address = Address(
        required=False, max_length=1000, label=_("Or an address"), help_text=_("For instance https://chinhphu.vn")
    )
    label = Line(
        required=False, max_length=200, label=_("Label"), help_text=_("Left empty, the title of the page is used.")
    )

    may_be_empty = False

    def clean(self, value: Any) -> Any:
        """Either a page or an address; an address has a label."""
        cleaned = super().clean(value)
        is_empty = not any(cleaned[name] for name in ("item", "address", "label"))
        errors = {} if is_empty and self.may_be_empty else faults_of_goal(cleaned)
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "link"
        label = _("Link")


class GoalOrNone(Goal):
    """Where something leads, if it leads anywhere."""

    may_be_empty = True


def faults_of_goal(goal: Any) -> dict[str, ValidationError]:
    """What is wrong with a goal, by field."""
    address = goal["address"]
    if bool(goal["item"]) == bool(address):
        return {"address": ValidationError(_now("Choose a page, or give an address: one of the two."))}
    if address and not address.startswith(OUTSIDE):
        return {"address": ValidationError(_now("An address begins with https:// or http://."))}
    if address and not goal["label"]:
        return {"label": ValidationError(_now("An address needs a label."))}
    return {}


class LinkList(StructBlock):
    """Several links under one title."""

    title = Line(required=False, max_length=255, label=_("Title"))
    links = ListBlock(Goal(), min_num=1, label=_("Links"))

    class Meta:
        icon = "list-ul"
        label = _("List of links")


class Related(StructBlock):
    """Other items of the site, shown with picture and summary. What is not public is left out."""

    title = Line(required=False, max_length=255, label=_("Title"), help_text=_("For instance: On the same subject."))
    items = ListBlock(ItemBlock(label=_("Item")), min_num=1, label=_("Items"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Related items")
