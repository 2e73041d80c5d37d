"""What Wagtail calls when its workflow ends. Wagtail imports this file while its own models load: no model above."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from sites.accounts.models import User


def finish(workflow_state: "WorkflowState", user: "User | None" = None) -> None:
    """Release and publish the revision that the passage approved, never the latest one."""
    from workflows.passage.actions import finish_passage

    finish_passage(workflow_state, user)
