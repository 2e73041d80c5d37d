"""What is released and withdrawn, told in the transaction that does it."""

from typing import Any

from workflows.passage.models import Release, Withdrawal
from workflows.promotion import actions


def released(instance: Release, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 - Django's signal
    """A unit's text, or a copy's."""
    if created:
        actions.note_released(instance)
        actions.follow_release(instance)


def withdrawn(instance: Withdrawal, created: bool, **_kwargs: Any) -> None:  # noqa: FBT001 - Django's signal
    """A unit's text, or a copy's."""
    if created:
        actions.note_withdrawn(instance)
        actions.follow_withdrawal(instance)
