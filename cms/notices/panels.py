"""The editor of a notice, in the order in which one writes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

notice_panels: list[Any] = [
    FieldPanel("summary", help_text=_("Two or three sentences. Lists and search show them.")),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("number", heading=_("Number as printed")), FieldPanel("importance")]),
            FieldRowPanel([FieldPanel("in_force_from"), FieldPanel("in_force_until")]),
            FieldPanel(
                "ends_with_term",
                help_text=_("Otherwise the notice stays readable and is listed as past."),
            ),
        ],
        heading=_("Term"),
    ),
    FieldPanel("body"),
    FieldPanel("file", help_text=_("The signed document, where there is one.")),
    MultiFieldPanel([FieldPanel("category"), FieldPanel("tags")], heading=_("Filing")),
]
