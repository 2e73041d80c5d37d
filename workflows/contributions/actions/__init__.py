"""What is done with contributors and contributions, one function a verb, each in its own transaction."""

from workflows.contributions.actions.accounts import (
    apply,
    close_account,
    confirm,
    consent,
    open_account,
    refuse_application,
)
from workflows.contributions.actions.deciding import claim, refuse, return_to_sender, sort
from workflows.contributions.actions.entering import LetterData, Sent, receive, register_letter
from workflows.contributions.actions.taking import note_published, take
from workflows.contributions.actions.writing import FileData, add_file, remove_file, revise, send, write

__all__ = [
    "FileData",
    "LetterData",
    "Sent",
    "add_file",
    "apply",
    "claim",
    "close_account",
    "confirm",
    "consent",
    "note_published",
    "open_account",
    "receive",
    "refuse",
    "refuse_application",
    "register_letter",
    "remove_file",
    "return_to_sender",
    "revise",
    "send",
    "sort",
    "take",
    "write",
]
