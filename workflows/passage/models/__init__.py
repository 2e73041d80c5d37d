"""The tables of this room. `slot` comes second: it acts through the actions, which work on the records."""

from workflows.passage.models.records import Decision, Passage, Release, Withdrawal
from workflows.passage.models.slot import ChainSlot

__all__ = ["ChainSlot", "Decision", "Passage", "Release", "Withdrawal"]
