"""The disagreements beside the editor."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from workflows.agreement.showing import comparison_of


class AgreementPanel(BaseSidePanel):
    """The side panel of a translation: in what its newest draft disagrees with the Vietnamese text."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label: Any = _("Compared with the Vietnamese text")
        icon_name = "site"

    name = "agreement"
    title = _("Compared with the Vietnamese text")
    template_name = "workflows_agreement/panel.html"
    order = 115

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The newest draft, compared."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, **comparison_of(self.object)}
