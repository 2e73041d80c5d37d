"""The portal says what becomes of a copy whose source was corrected or withdrawn."""

from django.db import transaction
from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict
from workflows.passage.actions import withdraw
from workflows.passage.actions.recording import refuse
from workflows.promotion.actions.recording import check_reason
from workflows.promotion.actions.taking import draft_in
from workflows.promotion.enums import AnswerKind
from workflows.promotion.models import Answer, Copy, SourceEvent
from workflows.promotion.policies import (
    reasons_not_to_answer,
    reasons_not_to_take_over,
    reasons_not_to_withdraw_copy,
)
from workflows.promotion.selectors import release_in_force
from workflows.promotion.snapshots import origin_for


def keep(actor: User, *, event: SourceEvent, reason: str) -> Answer:
    """Leave a copy as it is. Invalid without a reason; refused to who is not of the desk."""
    check_reason(reason)
    with transaction.atomic():
        now = _locked(event)
        refuse(reasons_not_to_answer(actor, event=now))
        return answer(now, AnswerKind.KEPT, actor, reason)


def take_over(actor: User, *, event: SourceEvent, seen_sha256: str) -> Copy:
    """Make the newer version of the source the newest draft of the copy; what is public stays until it is approved.

    Refused while the copy is on its way, and to who is not of the desk or does not write on the portal; Conflict if
    the newer version is not the one that was seen.
    """
    with transaction.atomic():
        now = _locked(event)
        refuse(reasons_not_to_take_over(actor, event=now))
        release = release_in_force(now.copy.public_id, now.copy.locale)
        if release is None or release.revision is None or release.text_sha256 != seen_sha256:
            raise Conflict(_("The text has changed since you opened it. Read it again."), code="text_changed")
        draft_in(actor, copy=now.copy, origin=origin_for(release.revision, text_sha256=release.text_sha256))
        answer(now, AnswerKind.TAKEN_OVER, actor, "")
        return now.copy


def withdraw_copy(actor: User, *, event: SourceEvent, reason: str, notice: str = "") -> Answer:
    """Take the copy back from the public because of what happened to its source.

    Invalid without a reason; refused to who does not decide on the portal, and for what is not public.
    """
    check_reason(reason)
    with transaction.atomic():
        now = _locked(event)
        refuse(reasons_not_to_withdraw_copy(actor, event=now))
        given = answer(now, AnswerKind.WITHDRAWN, actor, reason)
        withdraw(actor, page=now.copy.page, reason=reason, notice=notice)
        return given


def answer(event: SourceEvent, kind: AnswerKind, by: User | None, reason: str, basis: str = "") -> Answer:
    """Write down what was done about an event."""
    return Answer.objects.create(event=event, kind=kind, by=by, reason=reason, basis=basis, at=clock.now())


def _locked(event: SourceEvent) -> SourceEvent:
    """The event as it is now, with its copy locked. Conflict if it was answered meanwhile."""
    copies = Copy.objects.select_for_update(of=("self",)).select_related("origin__revision", "portal", "page")
    copy = copies.get(pk=event.copy_id)
    now = SourceEvent.objects.select_related("answer").get(pk=event.pk)
    now.copy = copy
    return now
