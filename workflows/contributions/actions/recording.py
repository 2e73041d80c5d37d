"""What every action of this room does alike: refuse, move, write down, tell."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from sites import clock
from sites.accounts.models import User
from sites.refusals import Reason, Refused
from workflows.contributions.enums import Deed, State
from workflows.contributions.models import Contribution, ContributionDeed
from workflows.contributions.selectors import people_at_the_desk
from workflows.notices.actions import notify, write

FOLDER = "workflows_contributions/mail"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
CODE_LENGTH = 12


def new_code() -> str:
    """A tracking code that nobody guesses: 59 bits, in groups of four."""
    signs = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def refuse_for(reasons: Sequence[Reason]) -> None:
    """Raise Refused if there is a reason."""
    if reasons:
        raise Refused(reasons=reasons)


def locked(contribution: Contribution) -> Contribution:
    """The row as it is now, locked until the end of the transaction."""
    return Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)


def move(contribution: Contribution, actor: User | None, deed: Deed, state: State, reason: str = "") -> None:
    """Put a contribution into a state, and write down who did it and why."""
    contribution.state, contribution.moved_at = state, clock.now()
    contribution.reason = reason if state in (State.RETURNED, State.REFUSED) else ""
    if deed in (Deed.SEND, Deed.REGISTER):
        contribution.sent_at = contribution.moved_at
    contribution.save()
    record(contribution, actor, deed, reason)


def record(contribution: Contribution, actor: User | None, deed: Deed, reason: str = "") -> None:
    """Write down what was done; the state stays."""
    ContributionDeed.objects.create(
        contribution=contribution, deed=deed, actor=actor, at=clock.now(), reason=reason, state=contribution.state
    )


def tell_sender(contribution: Contribution, name: str, **more: Any) -> None:
    """Mail a contributor what has happened to what he sent; whoever has no account is not written to."""
    person = contribution.contributor.person if contribution.contributor else None
    if person is not None:
        path = reverse("contribute:one", args=(contribution.public_id,))
        words = {"contribution": contribution, "address": settings.WAGTAILADMIN_BASE_URL + path, **more}
        write(person, template=f"{FOLDER}/{name}.txt", context=words)


def tell_desk(contribution: Contribution) -> None:
    """Tell everybody at the desk that something came."""
    path = reverse("contributions:one", args=(contribution.pk,))
    words = {"contribution": contribution, "address": settings.WAGTAILADMIN_BASE_URL + path}
    for person in people_at_the_desk(contribution.site):
        notify(person, template=f"{FOLDER}/came.txt", context=words, path=path)
