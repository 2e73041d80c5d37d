"""The one way from a screen to an action that changes what is not content."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from sites.changes.kinds import Change, deciders


@transaction.atomic
def carry_out(actor: AbstractUser, *, change: Change) -> Any:
    """Carry a change out, unless it has to wait for a second person: then `Sent` says what became of it.

    Raises what the action would refuse, also where it has to wait: nobody is asked about what cannot be done.
    """
    for ask in deciders:
        sent = ask(actor, change)
        if sent is not None:
            return sent
    return change.kind.apply(actor, change.data)


def try_out(actor: AbstractUser, *, change: Change) -> None:
    """Carry a change out and undo it: raises whatever speaks against it now."""
    with transaction.atomic():
        change.kind.apply(actor, change.data)
        transaction.set_rollback(True)
