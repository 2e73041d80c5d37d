"""The panels of the first screen."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from workflows.desk.selectors import sent_lines, waiting_lines


class WaitingPanel(Component):
    """What waits for the person's decision."""

    name = "waiting"
    template_name = "workflows_desk/waiting.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The lines, in two queries whatever their number."""
        return {"lines": waiting_lines(parent_context["request"].user)}


class SentPanel(Component):
    """What the person sent: where it is now, what came back and why."""

    name = "sent"
    template_name = "workflows_desk/sent.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The lines, in two queries whatever their number."""
        return {"lines": sent_lines(parent_context["request"].user)}
