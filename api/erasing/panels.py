"""The line on the first screen of those whom the rule names."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from api.erasing.selectors import is_named, open_for


class ErasingPanel(Component):
    """The way to the screen, and how much waits for this person's word."""

    name = "erasing"
    template_name = "api_erasing/panel.html"
    order = 900

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Nothing for whom no rule names."""
        person = parent_context["request"].user
        named = is_named(person)
        return {"is_named": named, "waiting": open_for(person) if named else []}
