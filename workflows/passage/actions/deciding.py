"""Those who are asked decide: approve, edit and forward, approve and publish, return.

Each of these is about one item alone; about items that go together `together` decides, with what is here.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, Task

from cms.pages.asked import page_of
from sites.accounts.models import User
from sites.memory import holding, remembering
from sites.refusals import Conflict, Invalid, Reason, Refused
from workflows.agreement.policies import reasons_of_disagreement
from workflows.agreement.selectors import SOURCE
from workflows.delegation.models import Delegation
from workflows.delegation.selectors import behalf_of
from workflows.passage import announcements
from workflows.passage.actions.recording import about, arrive, check_unmoved, record, refuse, states_of
from workflows.passage.asking import turn_of
from workflows.passage.company import reasons_of_company, reasons_of_own_moment
from workflows.passage.enums import Cause, DecisionKind, PassageState
from workflows.passage.kinds import guarded_in, needs_note, reason_for_note, reasons_of_kind
from workflows.passage.locks import lock_passage, lock_revision
from workflows.passage.models.records import Passage
from workflows.passage.policies import reasons_not_to_decide, reasons_not_to_return, reasons_of_text
from workflows.passage.selectors import step_now, steps_of
from workflows.passage.texts import hash_of_revision
from workflows.passage.turns import Turn
from workflows.secrecy.actions import note_refused
from workflows.secrecy.enums import Act
from workflows.secrecy.policies import reasons_not_declared

DECLARED = {DecisionKind.APPROVE: Act.APPROVE, DecisionKind.PUBLISH: Act.PUBLISH}  # entering is no approval

APPROVALS = (DecisionKind.APPROVE, DecisionKind.PUBLISH)


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
        refuse(reasons_of_company(now) or reasons_not_to_return(actor, passage=now))
        send_back(actor, now, reason)
        announcements.returned(now, actor, reason)
        return now


def send_back(actor: User, passage: Passage, reason: str) -> None:
    """Write that a locked passage was returned."""
    record(passage, DecisionKind.RETURN, actor, reason, _behalf(passage, actor))
    passage.state = PassageState.RETURNED
    passage.save(update_fields=("state",))
    _state, task_state = states_of(passage)
    task_state.reject(user=actor, comment=reason)


def _decide(actor: User, passage: Passage, kind: DecisionKind, seen_sha256: str, comment: str) -> Passage:
    with transaction.atomic(), holding():
        now = lock_passage(passage)
        check_unmoved(passage, now)
        refuse(reasons_of_company(now))
        carry_out(actor, [now], kind, {now.pk: seen_sha256}, comment)
        now.refresh_from_db()
        return now


def carry_out(
    actor: User, passages: Sequence[Passage], kind: DecisionKind, seen: Mapping[int, str], comment: str
) -> None:
    """Decide about locked passages, one or those of a company; `seen` is by passage the hash of what was seen.

    Refused as `approve`; where one of several is refused, none goes on.
    """
    with remembering():  # nothing is written before all has been asked
        turn, reopens = _asked(actor, passages, kind, seen, comment)
    for passage in passages:
        record(passage, kind, actor, comment, turn.behalf if turn else None)
    _move_on(passages, actor, comment, 1 if reopens else passages[0].position + 1)


def _asked(
    actor: User, passages: Sequence[Passage], kind: DecisionKind, seen: Mapping[int, str], comment: str
) -> tuple[Turn | None, bool]:
    """On whose behalf it is decided, and whether what was edited goes back to the first step. Refused where it is."""
    first, reopens = passages[0], False
    refuse(reasons_not_to_decide(actor, passage=first, kind=kind))
    turn = turn_of(first, actor)
    if turn and turn.clause and not comment.strip():
        words = _("Whoever approves what he wrote or approved himself writes a note.")
        raise Invalid(reasons=[Reason("note_missing", words, "comment", basis=turn.clause.get("article", ""))])
    for passage in passages:
        with about(passage):
            reopens |= _take_text(passage, kind, seen.get(passage.pk, ""))
            _check_note(passage, kind, comment)
            refuse(_not_declared(actor, passage, kind))
            refuse(_disagreeing(actor, passage, kind))
    return turn, reopens


def _not_declared(actor: User, passage: Passage, kind: DecisionKind) -> list[Reason]:
    """What is missing where the regulation asks who approves to declare that the text is no secret."""
    if kind not in DECLARED:
        return []
    return reasons_not_declared(actor, page=passage.page, text_sha256=passage.text_sha256, act=DECLARED[kind])


def _disagreeing(actor: User, passage: Passage, kind: DecisionKind) -> list[Reason]:
    """In what a translation disagrees with the Vietnamese text, where who approves has not declared that right."""
    if kind not in DECLARED or passage.locale == SOURCE:
        return []
    draft, seen = page_of(passage.revision), passage.text_sha256
    return reasons_of_disagreement(actor, draft=draft, text_sha256=seen, act=DECLARED[kind])


def _behalf(passage: Passage, actor: User) -> Delegation | None:
    turn = turn_of(passage, actor)
    return turn.behalf if turn else behalf_of(actor, [*passage.offices, *passage.stand_ins])


def _take_text(passage: Passage, kind: DecisionKind, seen_sha256: str) -> bool:
    """Bind the decision to the text that was seen. Answers whether it sends the item back to the first step."""
    step = step_now(passage)
    newest = lock_revision(passage.page.latest_revision_id)
    if kind != DecisionKind.FORWARD:
        _check_seen(passage, newest, seen_sha256)
        return False
    found = hash_of_revision(newest)
    if found != seen_sha256:
        raise Conflict(_("The text has changed since you opened it. Read it again."), code="text_changed")
    changed = found != passage.text_sha256
    text = page_of(newest)
    if changed:
        _check_change(passage, text)
    refuse(reasons_of_own_moment(text) if passage.led_by_id else ())
    passage.revision, passage.text_sha256 = newest, found
    return bool(changed and step and step.reopens_on_edit)


def _check_note(passage: Passage, kind: DecisionKind, comment: str) -> None:
    """Whoever approves a minor change that weighs says that it is minor."""
    if kind in APPROVALS and needs_note(passage.cause, passage.guarded) and not comment.strip():
        raise Invalid(reasons=[reason_for_note(passage.site, passage.guarded)])


def _check_change(passage: Passage, draft: Page) -> None:
    """What was edited on the way is asked as what was submitted: its text, and whether it is still a minor change."""
    refuse(reasons_of_text(draft))
    if passage.cause != Cause.MINOR:
        return
    passage.guarded = guarded_in(passage.page, draft)
    refuse(reasons_of_kind(page=passage.page, cause=Cause.MINOR, notice="", guarded=passage.guarded, decides=True))


def _check_seen(passage: Passage, newest: Revision, seen_sha256: str) -> None:
    """What is approved is what was submitted or forwarded, what was seen, and what the pictures say now."""
    if newest.pk != passage.revision_id:
        words = _("A newer draft was saved after the item was handed on. Return the item, or ask for it anew.")
        raise Conflict(words, code="newer_draft")
    passage.revision = newest
    found = hash_of_revision(newest)
    if not found == seen_sha256 == passage.text_sha256:
        raise Conflict(_("The text has changed since you opened it. Read it again."), code="text_changed")


def _move_on(passages: Sequence[Passage], actor: User, comment: str, position: int) -> None:
    """Go to a step, or to the end, and let Wagtail's states follow."""
    last = position > len(steps_of(passages[0]))
    arrive(passages, position)
    for passage in passages:
        state, task_state = states_of(passage)
        task_state.approve(user=actor, update=False, comment=comment)
        if last:
            with about(passage):
                state.finish(user=actor)
        else:
            state.update(user=actor, next_task=Task.objects.get(chainslot__position=position))
    if not last:
        announcements.waiting(passages[0])
