"""What can be done with an item on its way, one function a verb. Each is one transaction and asks its reasons first."""

from workflows.passage.actions.deciding import approve, enter, forward, publish, return_to_author
from workflows.passage.actions.finishing import finish_passage
from workflows.passage.actions.releasing import (
    reasons_not_to_release_import,
    reasons_not_to_release_opening,
    release_import,
    release_opening,
)
from workflows.passage.actions.scheduling import Due, publish_due, publish_scheduled
from workflows.passage.actions.submitting import cancel, continue_passage, submit
from workflows.passage.actions.together import (
    cancel_together,
    decide_together,
    return_together,
    submit_together,
    withdraw_together,
)
from workflows.passage.actions.withdrawing import expire, withdraw
from workflows.passage.policies import (
    reasons_not_to_cancel,
    reasons_not_to_decide,
    reasons_not_to_return,
    reasons_not_to_submit,
    reasons_not_to_withdraw,
)

__all__ = [
    "Due",
    "approve",
    "cancel",
    "cancel_together",
    "continue_passage",
    "decide_together",
    "enter",
    "expire",
    "finish_passage",
    "forward",
    "publish",
    "publish_due",
    "publish_scheduled",
    "reasons_not_to_cancel",
    "reasons_not_to_decide",
    "reasons_not_to_release_import",
    "reasons_not_to_release_opening",
    "reasons_not_to_return",
    "reasons_not_to_submit",
    "reasons_not_to_withdraw",
    "release_import",
    "release_opening",
    "return_to_author",
    "return_together",
    "submit",
    "submit_together",
    "withdraw",
    "withdraw_together",
]
