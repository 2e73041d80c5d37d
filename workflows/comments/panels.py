"""The comments beside the editor."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from workflows.comments.views import thread_context


class CommentsPanel(BaseSidePanel):
    """The side panel."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label: Any = _("Comments")
        icon_name = "comment"

    name = "remarks"
    title = _("Comments")
    template_name = "workflows_comments/panel.html"
    order = 120

    @property
    def media(self) -> Media:
        """What makes it work."""
        return Media(js=["workflows_comments/comments.js"])

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The comments as they stand beside the newest draft."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        if self.object.pk and self.object.latest_revision:
            context |= thread_context(self.request.user, self.object, self.object.latest_revision)
        return context
