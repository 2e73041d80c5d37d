"""Panels that all page types share, and the slug field that knows Vietnamese letters."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.admin.widgets.slug import SlugInput

from cms.pages.widgets import LongSelect

# One pair per family of letters, upper and lower case apart: the browser's own transliteration breaks Vietnamese.
FAMILIES = {
    "a": "àáảãạăằắẳẵặâầấẩẫậ",
    "d": "đ",
    "e": "èéẻẽẹêềếểễệ",
    "i": "ìíỉĩị",
    "o": "òóỏõọôồốổỗộơờớởỡợ",
    "u": "ùúủũụưừứửữự",
    "y": "ỳýỷỹỵ",
}
MARKS = "[\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]"  # what is left of letters that were typed in pieces
FORMATTERS: list[Any] = [
    *((f"[{letters}]", letter) for letter, letters in FAMILIES.items()),
    *((f"[{letters.upper()}]", letter) for letter, letters in FAMILIES.items()),
    (MARKS, ""),
    (r"[/\\.,:;+]", " "),
]


def slug_input() -> SlugInput:
    """The slug's field: what is typed as a title becomes what `textstandard.slug_of` makes of it."""
    return SlugInput(formatters=FORMATTERS)


promote_panels: list[Any] = [
    MultiFieldPanel(
        [
            FieldPanel(
                "slug", widget=slug_input(), help_text=_("The last part of the address; letters without marks.")
            ),
            FieldPanel("seo_title"),
            FieldPanel("search_description"),
        ],
        heading=_("For search engines"),
    ),
]
settings_panels: list[Any] = [FieldPanel("agency", widget=LongSelect), PublishingPanel()]
