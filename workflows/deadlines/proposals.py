"""Reminding of proposed changes that wait for a second person: before the limit and after it, once each.

The limit is that of the proposal, `remind` that of the rule of its day. After it who proposed the change is told too:
he knows best whether it may wait, and whom to call.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from sites import clock
from sites.calendar.selectors import working_calendar
from workflows.changes.announcements import tell
from workflows.changes.models import Proposal
from workflows.changes.rules import terms_of
from workflows.changes.selectors import speakers_of, until_of, waiting
from workflows.deadlines.enums import CallKind
from workflows.deadlines.models import ProposalCall

logger = logging.getLogger(__name__)
FOLDER = "workflows_deadlines/mail"


def remind_of_proposals(at: datetime | None = None) -> int:
    """Send every reminder that is due; answers how many. One that fails does not stop the others."""
    now, sent = at or clock.now(), 0
    for proposal, kind, until in list(_to_remind_of(now)):
        try:
            sent += remind_of(proposal, kind=kind, until=until, at=now)
        except Exception:
            logger.exception("The %s of proposed change %s failed", kind, proposal.pk)
    return sent


def remind_of(proposal: Proposal, *, kind: CallKind, until: datetime, at: datetime) -> bool:
    """Send one reminder, unless it was sent, or somebody has decided meanwhile. Answers whether it went."""
    try:
        with transaction.atomic():
            now = Proposal.objects.select_for_update(of=("self",)).select_related("by", "site").get(pk=proposal.pk)
            if hasattr(now, "verdict"):
                return False
            ProposalCall.objects.create(proposal=now, kind=kind, due_at=until, at=at)
            _tell(now, kind, until)
    except IntegrityError:
        return False  # another process was faster
    return True


def _tell(proposal: Proposal, kind: CallKind, until: datetime) -> None:
    speakers = speakers_of(proposal)
    if kind == CallKind.REMINDER:
        tell(speakers, f"{FOLDER}/change_reminder.txt", proposal, until=until)
        return
    tell(speakers, f"{FOLDER}/change_overdue.txt", proposal, until=until)
    tell([proposal.by], f"{FOLDER}/change_unanswered.txt", proposal, until=until, speakers=speakers)


def _to_remind_of(at: datetime) -> Iterator[tuple[Proposal, CallKind, datetime]]:
    """What is to be sent at a moment and was not yet."""
    rows = list(waiting().order_by("pk"))
    made = set(ProposalCall.objects.filter(proposal__in=rows).values_list("proposal", "kind"))
    for row, until in zip(rows, until_of(rows).values(), strict=True):
        if until is None or at < _near(row, until):
            continue
        kind = CallKind.ESCALATION if at > until else CallKind.REMINDER
        if (row.pk, kind) not in made:
            yield row, kind, until


def _near(proposal: Proposal, until: datetime) -> datetime:
    """From when the limit is near."""
    terms = terms_of(proposal.kind, proposal.site, on=clock.day_of(proposal.at))
    hours = min(terms.remind, proposal.hours or 0)
    return working_calendar(proposal.site).back(until, timedelta(hours=hours))
