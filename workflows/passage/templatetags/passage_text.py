"""What the screens of decision show beside the words."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.blocks.body import Body
from cms.home.menus import Footer
from cms.home.slots import Slots, categories, types
from cms.media.models import PictureRendition
from cms.notices.enums import Importance
from workflows.passage.kinds import words_of

register = template.Library()

type Context = Mapping[str, Any]

WIDTH_ON_THE_DESK = "width-640|format-webp"
BLOCKS: Mapping[str, Any] = {**Footer().child_blocks, **Body().child_blocks, **Slots().child_blocks}


def picture_address(context: Context, sha256: str) -> str:
    """The private address of a picture named by the hash of its original; "" while it has no rendition.

    A page that people without an account see says itself where its pictures are: `picture_addresses`.
    """
    told = context.get("picture_addresses")
    if told is not None:
        return str(told.get(sha256, ""))
    renditions = PictureRendition.objects.filter(image__sha256=sha256, filter_spec=WIDTH_ON_THE_DESK)
    rendition = renditions.first() if sha256 else None
    return rendition.url if rendition else ""


def weighing(words: Collection[str]) -> str:
    """The words of a minor change that weigh, as a person reads them."""
    return words_of(words)


def block_name(block: Mapping[str, Any]) -> str:
    """What the editor calls a block."""
    found = BLOCKS.get(block["type"])
    return str(found.label) if found else str(block["type"])


def item_title(context: Context, public_id: str) -> str:
    """The title of an item that a text names; whether readers see it is said too.

    A page that people without an account see says itself what is public: `public_titles`.
    """
    told = context.get("public_titles")
    if told is not None:
        return str(told.get(public_id, "–"))
    pages = Page.objects.filter(translation_key=public_id).order_by("-live", "pk") if public_id else Page.objects.none()
    page = pages.first()
    if page is None:
        return _("a page that no longer exists")
    return page.title if page.live else _("%(title)s (not public)") % {"title": page.title}


def goal_words(context: Context, goal: Mapping[str, Any]) -> str:
    """A link in words: its label, and where it leads."""
    where = item_title(context, goal["item"]) if goal["item"] else goal["address"]
    return f"{goal['label']} → {where}" if goal["label"] else where


def rule_words(context: Context, newest: Mapping[str, Any]) -> str:
    """The rule of a slot in words."""
    count = newest["count"]
    words = [ngettext("the newest item", "the %(count)s newest items", count) % {"count": count}]
    words += [dict(types()).get(newest["type"], newest["type"])] if newest["type"] else []
    words += [item_title(context, newest["section"])] if newest["section"] else []
    words += [dict(categories()).get(newest["category"], newest["category"])] if newest["category"] else []
    words += [f"#{newest['tag']}"] if newest["tag"] else []
    return " · ".join(words)


def importance_words(value: str) -> str:
    """How much a notice asks for attention."""
    return str(Importance(value).label)


def moment(text: str) -> datetime:
    """A moment that a text holds."""
    return datetime.fromisoformat(text)


for tag in (picture_address, item_title, goal_words, rule_words):
    register.simple_tag(tag, takes_context=True)
for plain in (block_name, importance_words):
    register.simple_tag(plain)
register.filter("moment", moment)
register.filter("weighing", weighing)
