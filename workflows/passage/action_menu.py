"""The buttons under the editor: what this person may do now, named as the chain names it."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PageActionMenu,
    PageLockedMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
    WorkflowMenuItem,
    _get_base_page_action_menu_items,
)
from wagtail.models import Page

from sites.accounts.models import User
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.models import ChainSlot, Passage
from workflows.passage.policies import reasons_not_to_cancel, reasons_of_entitlement
from workflows.passage.selectors import latest

type Context = Mapping[str, Any]

OURS_INSTEAD = (
    CancelWorkflowMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
    WorkflowMenuItem,
)


class SubmitItem(ActionMenuItem):
    """Save and submit."""

    name: Any = "action-submit"
    label: Any = _("Submit")
    icon_name = "resubmit"


class LinkItem(ActionMenuItem):
    """A way to a page of its own, where the text, the reason or the comment is asked for."""

    def __init__(self, label: str, address: str, icon_name: str) -> None:
        super().__init__()
        self.label, self.address, self.icon_name = label, address, icon_name

    def get_url(self, parent_context: Context) -> str:
        """Where it leads."""
        return self.address


class ForwardItem(ActionMenuItem):
    """Save what was edited and hand it on."""

    name: Any = "action-forward"
    icon_name = "success"
    template_name = "workflows_passage/forward_item.html"

    def __init__(self, label: str, passage: Passage) -> None:
        super().__init__()
        self.label, self.passage = label, passage

    def get_context_data(self, parent_context: Context) -> dict[str, Any]:
        """With the step that was seen."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "passage": self.passage}


class TakeBackItem(ActionMenuItem):
    """Take the item off its way."""

    name: Any = "action-cancel-workflow"
    label: Any = _("Take back")
    icon_name = "undo"


def our_items(user: User, context: Context) -> list[ActionMenuItem]:
    """Our buttons for this person, this page, now; the first is the big one."""
    page = context.get("page")
    if context["view"] == "create" or page is None or page.pk is None:
        return [SubmitItem()]
    passage = latest(page.pk)
    items = _decisions(user, page, passage)
    if not context["locked_for_user"] and may_go(page, user, passage):
        items.append(SubmitItem())
    items += _ways_out(user, page, passage)
    return items


def may_go(page: Page, user: User, passage: Passage | None) -> bool:
    """Whether the button to submit is shown: what the text itself lacks is said when it is pressed."""
    is_away = passage is not None and passage.state in (PassageState.IN_PROGRESS, PassageState.SCHEDULED)
    return not is_away and bool(page.permissions_for_user(user).can_edit())


def _decisions(user: User, page: Page, passage: Passage | None) -> list[ActionMenuItem]:
    is_waiting = passage is not None and passage.state == PassageState.IN_PROGRESS
    task_state = page.current_workflow_task_state if is_waiting else None
    if passage is None or task_state is None:
        return []
    slot: ChainSlot = task_state.task.specific
    return [_decision(page, passage, task_state.pk, name, label) for name, label, _form in slot.get_actions(page, user)]


def _decision(page: Page, passage: Passage, task_state_id: int, name: str, label: str) -> ActionMenuItem:
    if name == DecisionKind.FORWARD:
        return ForwardItem(label, passage)
    address = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, name, task_state_id))
    return LinkItem(label, address, "cross" if name == DecisionKind.RETURN else "success")


def _ways_out(user: User, page: Page, passage: Passage | None) -> list[ActionMenuItem]:
    items: list[ActionMenuItem] = []
    if passage and not reasons_not_to_cancel(user, passage=passage):
        items.append(TakeBackItem())
    if page.live and not reasons_of_entitlement(user, page):
        address = reverse("wagtailadmin_pages:unpublish", args=(page.pk,))
        items.append(LinkItem(str(_("Withdraw")), address, "download"))
    return items


def arrange(menu_items: list[ActionMenuItem], request: HttpRequest, context: Context) -> None:
    """Put ours in the place of Wagtail's. Decisions come first, else saving the draft."""
    theirs = [item for item in menu_items if not isinstance(item, OURS_INSTEAD)]
    ours = our_items(cast("User", request.user), context)
    if any(not isinstance(item, SubmitItem) for item in ours):
        theirs = [item for item in theirs if not isinstance(item, PageLockedMenuItem)]
    deciding = bool(ours) and isinstance(ours[0], LinkItem | ForwardItem)
    menu_items[:] = [*ours, *theirs] if deciding else [*theirs, *ours]


class PassageMenu(PageActionMenu):
    """The buttons of the editor, without asking whether Wagtail's would be shown: ours stand in their place."""

    def __init__(self, request: HttpRequest, **context: Any) -> None:
        self.request = request
        tester = context["page"].permissions_for_user(request.user)
        self.context = {**context, "request": request, "user_page_permissions_tester": tester}
        theirs = [item for item in _get_base_page_action_menu_items() if not isinstance(item, OURS_INSTEAD)]
        self.menu_items = sorted(
            (item for item in theirs if item.is_shown(self.context)), key=lambda item: int(item.order or 0)
        )
        for hook in hooks.get_hooks("construct_page_action_menu"):
            hook(self.menu_items, request, self.context)
        self.default_item = self.menu_items.pop(0) if self.menu_items else None  # type: ignore[assignment]
