"""Who is told about a proposed change: those who may say yes, then who proposed it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sites.accounts.models import User
from sites.accounts.selectors import administrators
from workflows.changes.enums import Answer
from workflows.changes.models import Proposal, Verdict
from workflows.changes.selectors import kind_of, speakers_of
from workflows.notices.actions import notify

FOLDER = "workflows_changes/mail"


def proposed(proposal: Proposal) -> None:
    """Tell everyone who may decide."""
    tell(speakers_of(proposal), f"{FOLDER}/proposed.txt", proposal)


def settled(verdict: Verdict) -> None:
    """Tell who proposed it what became of it, unless he took it back himself."""
    if verdict.answer not in (Answer.TAKEN_BACK, Answer.REVIEWED):
        tell([verdict.proposal.by], f"{FOLDER}/settled.txt", verdict.proposal, verdict=verdict)


def whom_to_turn_to(actor: User) -> str:
    """The administrators of the province by name; where there is no other, what to do about it."""
    names = ", ".join(str(person) for person in administrators().exclude(pk=actor.pk)[:5])
    return names or _("whoever runs the system, to have a second administrator invited")


def tell(people: Iterable[User], template: str, proposal: Proposal, **context: Any) -> None:
    """Tell people about a proposal, in the admin and by mail."""
    path = reverse("changes:proposal", args=(proposal.pk,))
    words = {
        "proposal": proposal,
        "label": kind_of(proposal).label,
        "address": settings.WAGTAILADMIN_BASE_URL + path,
        **context,
    }
    for person in people:
        notify(person, template=template, context=words, path=path)
