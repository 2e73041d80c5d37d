"""What every action about a proposal does alike: lock it, record the act, hand it on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Invalid, Reason
from workflows.delegation.models import Delegation
from workflows.delegation.selectors import behalf_of
from workflows.promotion.enums import Act, ProposalState
from workflows.promotion.models import Proposal, ProposalAct


def lock_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it is now, locked. Conflict where it has moved since the actor saw it."""
    now = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("portal", "site", "revision")
        .get(pk=proposal.pk)
    )
    if (now.state, now.release_id) != (proposal.state, proposal.release_id):
        raise Conflict(_("Someone else has decided in the meantime."), code="moved_on")
    return now


def check_reason(reason: str, field: str = "comment") -> None:
    """Invalid without a reason."""
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why."), field)])


def record(
    proposal: Proposal, kind: Act, actor: User | None, comment: str = "", *, asked: Sequence[str] = (), basis: str = ""
) -> ProposalAct:
    """Add an act about the text as the proposal holds it, and under which paper it was done for another."""
    return ProposalAct.objects.create(
        proposal=proposal,
        kind=kind,
        actor=actor,
        delegation=_behalf(actor, asked),
        text_sha256=proposal.text_sha256,
        basis=basis,
        comment=comment,
        at=clock.now(),
    )


def hand_on(proposal: Proposal, state: ProposalState, *, asks: Sequence[str] = ()) -> None:
    """Bring a proposal into its next state; nobody is asked about what is decided."""
    proposal.state, proposal.asks, proposal.waiting_since = state, list(asks), clock.now()
    proposal.save()


def _behalf(actor: User | None, asked: Sequence[str]) -> Delegation | None:
    return behalf_of(actor, asked) if actor and asked else None
