"""Keeping a change for a second person; saying yes or no; looking at what was done alone. All of it is only added."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.models import User
from sites.changes.carrying import try_out
from sites.changes.kinds import Change, Description, Sent
from sites.refusals import Conflict, Invalid, Reason, Refusal, Refused
from workflows.changes import announcements
from workflows.changes.enums import Alone, Answer
from workflows.changes.models import Proposal, Verdict
from workflows.changes.policies import (
    reasons_not_to_decide,
    reasons_not_to_propose,
    reasons_not_to_review,
    reasons_not_to_take_back,
)
from workflows.changes.rules import Places, Terms, is_first_of_all, places, terms_of
from workflows.changes.selectors import expired, kind_of, speakers
from workflows.delegation.selectors import behalf_of


def keep_or_let_go(actor: AbstractUser, change: Change) -> Sent | None:
    """Keep a change until a second person has said yes; or write down that one person does it, and let it go.

    Raises what its action would refuse. Refused to whom the rule does not let propose, and where nobody could say yes;
    Invalid without a reason, and without a basis where the rule asks for one.
    """
    if not isinstance(actor, User):
        raise Refused(_("Only people with an account of their own change this."), code="nobody")
    described = change.kind.describe(change.data)
    terms = terms_of(change.kind.key, described.site)
    meant = places(terms.approve, described.site)
    if change.kind.takes_away(change.data):
        _write(actor, change, described, terms, meant, Alone.TAKING_AWAY)
        return None
    _refuse(reasons_not_to_propose(actor, terms=terms, site=described.site))
    if alone := _why_alone(actor, described, terms, meant):
        _write(actor, change, described, terms, meant, alone)
        return None
    try_out(actor, change=change)
    _ask_why(change, described, terms)
    proposal = _write(actor, change, described, terms, meant, "")
    announcements.proposed(proposal)
    words = _("“%(title)s” was sent to a second person; it holds when he has approved it.")
    return Sent(words % {"title": proposal.title}, reverse("changes:proposal", args=(proposal.pk,)))


@transaction.atomic
def _approve(actor: User, proposal: Proposal, comment: str) -> Verdict:
    now = _locked(proposal)
    _refuse(reasons_not_to_decide(actor, proposal=now))
    try:
        with transaction.atomic():
            kind_of(now).apply(now.by, now.data)
    except Refusal as refusal:
        return _settle(now, Answer.STALE, actor, str(refusal))
    return _settle(now, Answer.APPROVED, actor, comment)


def approve(actor: User, *, proposal: Proposal, comment: str = "") -> Verdict:
    """Say yes: the change is carried out now, as its action would carry it out today, in the name of who proposed it.

    Refused to who proposed it, gains by it, or is not named by the rule. Conflict where it cannot be carried out any
    more; the proposal is out of date from then on.
    """
    verdict = _approve(actor, proposal, comment)
    if verdict.answer == Answer.STALE:
        words = _("It cannot be carried out any more, and was marked as out of date: %(why)s")
        raise Conflict(words % {"why": verdict.comment}, code="stale")
    return verdict


def refuse(actor: User, *, proposal: Proposal, reason: str) -> Verdict:
    """Say no. Invalid without a reason; refused as approving is."""
    _say_why(reason)
    return _judge(actor, proposal, Answer.REFUSED, reason, reasons_not_to_decide)


def take_back(actor: User, *, proposal: Proposal) -> Verdict:
    """Take back what one has proposed. Refused to everybody else."""
    return _judge(actor, proposal, Answer.TAKEN_BACK, "", reasons_not_to_take_back)


def review(actor: User, *, proposal: Proposal, comment: str = "") -> Verdict:
    """Say that one has looked at what another person did alone. Refused as approving is."""
    return _judge(actor, proposal, Answer.REVIEWED, comment, reasons_not_to_review)


def expire_old() -> int:
    """Settle what nobody decided about in time; answers how much."""
    rows = list(expired(clock.now()))
    for row in rows:
        _expire(row)
    return len(rows)


@transaction.atomic
def _expire(proposal: Proposal) -> None:
    now = _locked(proposal)
    if not hasattr(now, "verdict"):
        _settle(now, Answer.EXPIRED, None, "")


@transaction.atomic
def _judge(
    actor: User, proposal: Proposal, answer: Answer, comment: str, reasons: Callable[..., list[Reason]]
) -> Verdict:
    now = _locked(proposal)
    _refuse(reasons(actor, proposal=now))
    return _settle(now, answer, actor, comment)


def _settle(proposal: Proposal, answer: Answer, actor: User | None, comment: str) -> Verdict:
    verdict = Verdict.objects.create(
        proposal=proposal,
        answer=answer,
        proposed_by=proposal.by,
        by=actor,
        delegation=behalf_of(actor, proposal.offices) if actor and actor.pk != proposal.by_id else None,
        at=clock.now(),
        comment=comment.strip(),
    )
    announcements.settled(verdict)
    return verdict


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it is now: whoever is second waits, and finds the verdict of the first."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("by").get(pk=proposal.pk)


def _write(actor: User, change: Change, described: Description, terms: Terms, meant: Places, alone: str) -> Proposal:
    now = clock.now()
    return Proposal.objects.create(
        kind=change.kind.key,
        site=described.site,
        target=described.target,
        title=described.title[:300],
        data=change.data,
        reason=change.reason.strip(),
        basis=(change.basis.strip() or described.basis)[:300],
        holds_from=described.holds_from,
        by=actor,
        at=now,
        alone=alone,
        offices=meant.offices,
        by_administrators=meant.by_administrators,
        concerned=sorted(described.concerned),
        article=terms.article,
        hours=terms.hours,
        expires_at=now + timedelta(days=terms.days) if terms.days and not alone else None,
    )


def _why_alone(actor: User, described: Description, terms: Terms, meant: Places) -> str:
    """Why one person is enough. Refused where two are needed and there is no second one."""
    if terms.persons == 1:
        return Alone.RULE
    without = {actor.pk, *described.concerned}
    if speakers(meant.offices, by_administrators=meant.by_administrators, without=without):
        return ""
    if is_first_of_all(actor):
        return Alone.FIRST
    words = _("This needs a second person, and nobody else holds an office that may approve it. Turn to %(whom)s.")
    names = announcements.whom_to_turn_to(actor)
    raise Refused(reasons=[Reason("nobody_to_approve", words % {"whom": names}, basis=terms.article)])


def _ask_why(change: Change, described: Description, terms: Terms) -> None:
    errors = {}
    if not change.reason.strip():
        errors["why"] = [_("Say why: a second person has to approve this.")]
    if terms.asks_for_basis and not (change.basis.strip() or described.basis):
        errors["why_basis"] = [_("Name the document that this stands on.")]
    if errors:
        reasons = [Reason("reason_missing", messages[0], name) for name, messages in errors.items()]
        raise Invalid(reasons=reasons, errors=errors)


def _say_why(reason: str) -> None:
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why it is refused."), "comment")])


def _refuse(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused(reasons=reasons)
