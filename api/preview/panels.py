"""The draft beside the form: the frontend in a pane, shown anew after every saved draft."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from api.preview.policies import reasons_of_rule
from api.preview.showing import frame_frontends
from api.preview.subjects import OfPage


class PreviewPanel(BaseSidePanel):
    """The side panel."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label: Any = _("Preview on the frontend")
        icon_name = "view"

    name = "draft-preview"
    title = _("Preview on the frontend")
    template_name = "api_preview/panel.html"
    order = 105

    @property
    def media(self) -> Media:
        """What makes it work."""
        return Media(js=["api_preview/preview.js"], css={"all": ["api_preview/preview.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Where the pane gets its token, or why there is none."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        if self.object.pk:
            subject = OfPage(self.object)
            frame_frontends(self.request, subject.site)
            reasons = reasons_of_rule(subject.site) if subject.site else []  # whether he may read it, the pane asks
            context |= {"subject": subject, "reasons": reasons}
        return context
