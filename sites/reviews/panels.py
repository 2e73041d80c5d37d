"""The panel on the first screen: reviews that are due."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from sites.accounts.models import User
from sites.accounts.reach import reach_of
from sites.reviews.due import due_soon

MOST = 5


class ReviewsDue(Component):
    """For who reviews them; drawn only where there is one."""

    name = "reviews_due"
    template_name = "sites_reviews/due.html"
    order = 20

    def __init__(self, person: User) -> None:
        self.person = person

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The longest due first."""
        dues = due_soon(reach_of(self.person))
        return {"dues": dues[:MOST], "more": max(0, len(dues) - MOST)}
