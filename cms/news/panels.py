"""The editor of a news item, in the order in which one writes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel

news_panels: list[Any] = [
    FieldPanel("summary", help_text=_("Two or three sentences. Lists and search show them.")),
    MultiFieldPanel(
        [
            FieldPanel("lead_image"),
            FieldPanel("lead_image_alt", help_text=_("Say what the picture shows, for those who cannot see it.")),
            FieldPanel("lead_image_caption"),
            FieldPanel("lead_image_credit", help_text=_("Left empty, the credit of the picture is used.")),
        ],
        heading=_("Lead picture"),
    ),
    FieldPanel("body"),
    InlinePanel(
        "credits", heading=_("Authors"), label=_("Author"), help_text=_("Needed before the item is submitted.")
    ),
    FieldPanel("source", help_text=_("Whose information it is. Needed before the item is submitted.")),
    MultiFieldPanel([FieldPanel("category"), FieldPanel("tags")], heading=_("Filing")),
]
