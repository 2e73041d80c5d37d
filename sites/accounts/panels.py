"""The panel on the first screen of administrators: rights that nobody gave."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from sites.accounts.models import User
from sites.accounts.policies import may_manage_people
from sites.accounts.selectors import alarms_to_look_at

MOST = 5


class RightsAlarms(Component):
    """Alarms that nobody has looked at; drawn only where there is one."""

    name = "rights_alarms"
    template_name = "sites_accounts/alarms.html"
    order = 10

    def __init__(self, person: User) -> None:
        self.person = person

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The newest alarms, for administrators."""
        alarms = alarms_to_look_at()[:MOST] if may_manage_people(self.person) else ()
        return {"alarms": alarms}
