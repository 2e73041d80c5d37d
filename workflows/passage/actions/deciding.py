"""Those who are asked decide: approve, edit and forward, approve and publish, return."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision, Task

from sites.accounts.models import User
from sites.refusals import Conflict, Invalid, Reason, Refused
from workflows.delegation.models import Delegation
from workflows.passage import announcements
from workflows.passage.actions.recording import arrive, check_unmoved, record, refuse, states_of
from workflows.passage.asking import behalf_of, turn_of
from workflows.passage.enums import DecisionKind, PassageState
from workflows.passage.locks import lock_passage, lock_revision
from workflows.passage.models.records import Passage
from workflows.passage.policies import reasons_not_to_decide, reasons_not_to_return, reasons_of_text
from workflows.passage.selectors import step_now, steps_of
from workflows.passage.texts import hash_of_revision
from workflows.secrecy.actions import note_refused
from workflows.secrecy.enums import Act
from workflows.secrecy.policies import reasons_not_declared

DECLARED = {DecisionKind.APPROVE: Act.APPROVE, DecisionKind.PUBLISH: Act.PUBLISH}  # entering is no approval


def approve(actor: User, *, passage: Passage, seen_sha256: str, comment: str = "") -> Passage:
    """Approve the text that was seen and hand the item to the next step.

    Refused to who is not asked or had a part in the text; Conflict if the text is not the one that was seen.
    """
    return _decide(actor, passage, DecisionKind.APPROVE, seen_sha256, comment)


def forward(actor: User, *, passage: Passage, seen_sha256: str, comment: str = "") -> Passage:
    """End the editing: the newest text goes to the next step. Forwarding is not approving (Bình Phước Điều 10.1b).

    Refused to who is not asked, and for every reason that a guard of the text gives; Conflict for a text not seen.
    """
    try:
        return _decide(actor, passage, DecisionKind.FORWARD, seen_sha256, comment)
    except Refused as refusal:
        note_refused(actor, page=passage.page, refusal=refusal)  # what was found stays written down, nothing else
        raise


def publish(actor: User, *, passage: Passage, seen_sha256: str, comment: str = "") -> Passage:
    """Give the last approval: the text that was seen is released and published, now or at its time.

    Refused to who is not asked or had a part in the text; Conflict if the text is not the one that was seen.
    """
    return _decide(actor, passage, DecisionKind.PUBLISH, seen_sha256, comment)


def enter(actor: User, *, passage: Passage, seen_sha256: str, comment: str = "") -> Passage:
    """Enter and publish exactly what the step before approved (Kon Tum, Sở TN&MT Điều 15.1). It is no approval.

    Refused to who is not asked; Conflict if the text is not the one that was approved and seen.
    """
    return _decide(actor, passage, DecisionKind.ENTER, seen_sha256, comment)


def return_to_author(actor: User, *, passage: Passage, reason: str) -> Passage:
    """Send an item back to its author. Invalid without a reason; refused to who holds no office asked at this step."""
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why the item is returned."), "reason")])
    with transaction.atomic():
        now = lock_passage(passage)
        check_unmoved(passage, now)
        refuse(reasons_not_to_return(actor, passage=now))
        record(now, DecisionKind.RETURN, actor, reason, _behalf(now, actor))
        now.state = PassageState.RETURNED
        now.save(update_fields=("state",))
        _state, task_state = states_of(now)
        task_state.reject(user=actor, comment=reason)
        announcements.returned(now, actor, reason)
        return now


def _decide(actor: User, passage: Passage, kind: DecisionKind, seen_sha256: str, comment: str) -> Passage:
    with transaction.atomic():
        now = lock_passage(passage)
        check_unmoved(passage, now)
        refuse(reasons_not_to_decide(actor, passage=now, kind=kind))
        turn = turn_of(now, actor)
        if turn and turn.clause and not comment.strip():
            words = _("Whoever approves what he wrote or approved himself writes a note.")
            raise Invalid(reasons=[Reason("note_missing", words, "comment", basis=turn.clause.get("article", ""))])
        reopens = _take_text(now, kind, seen_sha256)
        if kind in DECLARED:
            refuse(reasons_not_declared(actor, page=now.page, text_sha256=now.text_sha256, act=DECLARED[kind]))
        record(now, kind, actor, comment, turn.behalf if turn else None)
        _move_on(now, actor, comment, 1 if reopens else now.position + 1)
        now.refresh_from_db()
        return now


def _behalf(passage: Passage, actor: User) -> Delegation | None:
    turn = turn_of(passage, actor)
    return turn.behalf if turn else behalf_of(actor, [*passage.offices, *passage.stand_ins])


def _take_text(passage: Passage, kind: DecisionKind, seen_sha256: str) -> bool:
    """Bind the decision to the text that was seen. Answers whether it sends the item back to the first step."""
    step = step_now(passage)
    newest = lock_revision(passage.page.latest_revision)
    if kind != DecisionKind.FORWARD:
        _check_seen(passage, newest, seen_sha256)
        return False
    found = hash_of_revision(newest)
    if found != seen_sha256:
        raise Conflict(_("The text has changed since you opened it. Read it again."), code="text_changed")
    changed = found != passage.text_sha256
    refuse(reasons_of_text(newest.as_object()) if changed else ())
    passage.revision, passage.text_sha256 = newest, found
    return bool(changed and step and step.reopens_on_edit)


def _check_seen(passage: Passage, newest: Revision, seen_sha256: str) -> None:
    """What is approved is what was submitted or forwarded, what was seen, and what the pictures say now."""
    if newest.pk != passage.revision_id:
        words = _("A newer draft was saved after the item was handed on. Return the item, or ask for it anew.")
        raise Conflict(words, code="newer_draft")
    found = hash_of_revision(passage.revision)
    if not found == seen_sha256 == passage.text_sha256:
        raise Conflict(_("The text has changed since you opened it. Read it again."), code="text_changed")


def _move_on(passage: Passage, actor: User, comment: str, position: int) -> None:
    """Go to a step, or to the end, and let Wagtail's state follow."""
    state, task_state = states_of(passage)
    last = position > len(steps_of(passage))
    arrive(passage, position)
    task_state.approve(user=actor, update=False, comment=comment)
    if last:
        state.finish(user=actor)
        return
    state.update(user=actor, next_task=Task.objects.get(chainslot__position=position))
    announcements.waiting(passage)
