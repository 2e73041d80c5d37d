"""Reminding before a limit and telling others after it, exactly once."""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction

from sites import clock
from sites.accounts.models import User
from workflows.boards.selectors import item_of
from workflows.boards.who import offices
from workflows.deadlines.enums import CallKind
from workflows.deadlines.limits import Due
from workflows.deadlines.models import Call
from workflows.deadlines.registry import handlers
from workflows.deadlines.selectors import calls_to_make, due_of
from workflows.delegation.selectors import holders
from workflows.passage.announcements import tell
from workflows.passage.asking import asked
from workflows.passage.enums import PassageState
from workflows.passage.locks import lock_passage
from workflows.passage.models import Passage
from workflows.passage.selectors import step_now

logger = logging.getLogger(__name__)
FOLDER = "workflows_deadlines/mail"


def send_calls(at: datetime | None = None) -> int:
    """Send every reminder and escalation that is due; answers how many. One that fails does not stop the others."""
    now, sent = at or clock.now(), 0
    for passage_id, kind, _due in list(calls_to_make(now)):
        try:
            sent += call(passage_id=passage_id, kind=kind, at=now)
        except Exception:
            logger.exception("The %s of passage %s failed", kind, passage_id)
    return sent


def call(*, passage_id: int, kind: CallKind, at: datetime) -> bool:
    """Send one reminder or escalation, unless it was sent, or the item moved on meanwhile. Answers whether it went."""
    try:
        with transaction.atomic():
            passage = lock_passage(Passage.objects.get(pk=passage_id))
            due = due_of(passage) if passage.state == PassageState.IN_PROGRESS else None
            if due is None or at < (due.near_at if kind == CallKind.REMINDER else due.at):
                return False
            where = {"position": passage.position, "arrived_at": passage.waiting_since}
            Call.objects.create(passage=passage, kind=kind, due_at=due.at, at=at, **where)
            _tell(passage, kind, due)
    except IntegrityError:
        return False  # another process was faster
    return True


def _tell(passage: Passage, kind: CallKind, due: Due) -> None:
    context = {"step": step_now(passage), "due": due}
    if kind == CallKind.REMINDER:
        tell(_concerned(passage), f"{FOLDER}/reminder.txt", passage, **context)
        return
    tell(_concerned(passage), f"{FOLDER}/overdue.txt", passage, **context)
    above = [person for person in _above(passage, due) if person not in asked(passage)]
    tell(above, f"{FOLDER}/escalation.txt", passage, asked=asked(passage), **context)


def _concerned(passage: Passage) -> list[User]:
    """Who handles the item, else everyone who is asked."""
    people = asked(passage)
    found = [person for handler in handlers if (person := handler(passage)) and person in people]
    return found or people


def _above(passage: Passage, due: Due) -> list[User]:
    item = item_of(passage.revision.as_object())
    return holders(offices(due.escalate_to, item), clock.today())
