"""What a person may do to a page by Wagtail's own buttons. Publishing and withdrawing are not among it (house 6)."""

from typing import Any

from wagtail.models import Page, PagePermissionTester

from cms.pages import gate
from sites.refusals import Refused


class OnlyThroughTheGate(PagePermissionTester):
    """Nobody publishes, unpublishes or hides a page directly, superusers included; homes stay where they are."""

    def can_publish(self) -> bool:
        """Publishing follows a decision."""
        return False

    def can_publish_subpage(self) -> bool:
        """Publishing follows a decision."""
        return False

    def can_unpublish(self) -> bool:
        """Withdrawing is an action with a reason, not a button."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """What is published is public."""
        return False

    def can_unschedule(self) -> bool:
        """A date that was decided on is changed by whoever decides."""
        return False

    def can_delete(self, ignore_bulk: Any = False) -> bool:  # noqa: FBT002 - Wagtail's signature
        """As Wagtail says, but no home, nothing that is live, and nothing that somebody has decided on."""
        if gate.is_home(self.page) or not super().can_delete(ignore_bulk):
            return False
        return not self.page.live and self._gates_let_it_go()

    def can_move(self) -> bool:
        """As Wagtail says of deleting, but moving keeps what was decided; no home."""
        return not gate.is_home(self.page) and super().can_delete(ignore_bulk=True)

    def can_move_to(self, destination: Page) -> bool:
        """Only within the site and the language."""
        return gate.same_site_and_language(self.page, destination) and super().can_move_to(destination)

    def can_copy(self) -> bool:
        """As Wagtail says, but no home."""
        return not gate.is_home(self.page) and super().can_copy()

    def _gates_let_it_go(self) -> bool:
        try:
            for page in self.page.get_descendants(inclusive=True).specific():
                gate.ask_before_deleting(page)
        except Refused:
            return False
        return True
