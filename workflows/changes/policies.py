"""Who may propose, say yes or no, take back, and look at what was done alone."""

from django.utils.translation import gettext as _

from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.refusals import Reason
from workflows.changes.models import Proposal
from workflows.changes.rules import Terms, places
from workflows.delegation.selectors import acting


def reasons_not_to_propose(actor: User, *, terms: Terms, site: PublicSite | None) -> list[Reason]:
    """Why a person may not ask for this kind of change. What the change itself breaks, its action says."""
    if not terms.propose:
        return []
    meant = places(terms.propose, site)
    if _is_meant(actor, meant.offices, by_administrators=meant.by_administrators):
        return []
    return [Reason("may_not_propose", _("The rule names others who propose this change."), basis=terms.article)]


def reasons_not_to_decide(actor: User | None, *, proposal: Proposal) -> list[Reason]:
    """Why a person may not say yes or no: it is decided, he asked for it, he gains by it, or it is not his to say."""
    if proposal.alone:
        return [Reason("done_alone", _("This was carried out by one person; it does not wait."))]
    return reasons_not_to_speak(actor, proposal=proposal)


def reasons_not_to_review(actor: User | None, *, proposal: Proposal) -> list[Reason]:
    """Why a person may not look at, for good, what another one did alone."""
    if not proposal.alone:
        return [Reason("not_done_alone", _("This waits for a decision."))]
    return reasons_not_to_speak(actor, proposal=proposal)


def reasons_not_to_speak(actor: User | None, *, proposal: Proposal) -> list[Reason]:
    """Why a person has no say."""
    if hasattr(proposal, "verdict"):
        return [Reason("settled", _("This is settled already."))]
    is_meant = actor is not None and _is_meant(actor, proposal.offices, by_administrators=proposal.by_administrators)
    if actor is None or not is_meant:
        return [
            Reason("not_entitled", _("The rule names others who decide about this change."), basis=proposal.article)
        ]
    if actor.pk == proposal.by_id:
        return [Reason("same_person", _("Who proposes a change does not approve it."), basis=proposal.article)]
    if actor.pk in proposal.concerned:
        return [Reason("gains_by_it", _("Who gains by a change does not approve it."), basis=proposal.article)]
    return []


def reasons_not_to_take_back(actor: User | None, *, proposal: Proposal) -> list[Reason]:
    """Why a person may not take a proposal back: it is not his, or it is settled."""
    if hasattr(proposal, "verdict") or proposal.alone:
        return [Reason("settled", _("This is settled already."))]
    if actor is None or actor.pk != proposal.by_id:
        return [Reason("not_his", _("Only who proposed it takes it back."))]
    return []


def _is_meant(actor: User, offices: list[str], *, by_administrators: bool) -> bool:
    if not actor.is_active or actor.closed_at:
        return False
    if actor.is_superuser:
        return by_administrators
    return not set(acting(actor, clock.today()).offices).isdisjoint(offices)
