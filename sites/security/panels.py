"""The panel on the first screen: that one's own password is about to end."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from sites.security.ages import Age


class PasswordEnds(Component):
    """For whose password it is."""

    name = "password_ends"
    template_name = "sites_security/ends.html"
    order = 5

    def __init__(self, age: Age) -> None:
        self.age = age

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """When, and by what article."""
        return {"age": self.age}
