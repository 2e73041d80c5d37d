"""What is done about promotion, one function a verb."""

from workflows.promotion.actions.answering import keep, take_over, withdraw_copy
from workflows.promotion.actions.following import (
    follow_release,
    follow_withdrawal,
    look_after,
    note_released,
    note_withdrawn,
)
from workflows.promotion.actions.proposing import agree, ask, decline, propose, refuse_proposal, withdraw_proposal
from workflows.promotion.actions.taking import take, take_english

__all__ = [
    "agree",
    "ask",
    "decline",
    "follow_release",
    "follow_withdrawal",
    "keep",
    "look_after",
    "note_released",
    "note_withdrawn",
    "propose",
    "refuse_proposal",
    "take",
    "take_english",
    "take_over",
    "withdraw_copy",
    "withdraw_proposal",
]
