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
        if gate.is_home(self.page) or self.page.live or not self._may_be_taken_away(ignore_bulk=ignore_bulk):
            return False
        if self.page.is_leaf():
            return gate.why_it_stays(self.page) is None
        return self._gates_let_it_go()

    def can_move(self) -> bool:
        """As Wagtail says of deleting, but moving keeps what was decided; no home."""
        return not gate.is_home(self.page) and self._may_be_taken_away(ignore_bulk=True)

    def can_move_to(self, destination: Page) -> bool:
        """Only within the site and the language."""
        return gate.same_site_and_language(self.page, destination) and super().can_move_to(destination)

    def can_copy(self) -> bool:
        """As Wagtail says, but no home."""
        return not gate.is_home(self.page) and super().can_copy()

    def _may_be_taken_away(self, *, ignore_bulk: bool) -> bool:
        """What Wagtail says of deleting. It asks the tables about what lies below: of a leaf that is known."""
        if not self.page.is_leaf() or not self.user.is_active or self.user.is_superuser or self.page_is_root:
            return bool(super().can_delete(ignore_bulk))
        may_be_public = "publish" in self.permissions or not self.page.live
        is_own = self.page.owner_id == self.user.pk
        return may_be_public and ("change" in self.permissions or ("add" in self.permissions and is_own))

    def _gates_let_it_go(self) -> bool:
        try:
            gate.ask_before_deleting(list(self.page.get_descendants(inclusive=True)))
        except Refused:
            return False
        return True
