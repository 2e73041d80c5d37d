"""A unit offers a text, or the portal asks for it; the unit consents; the portal refuses."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from sites.domains.selectors import portal_or_none
from sites.refusals import Conflict, Missing
from workflows.boards.selectors import site_of_page
from workflows.passage.actions.recording import refuse
from workflows.passage.locks import lock_page
from workflows.promotion import announcements
from workflows.promotion.actions.recording import check_reason, hand_on, lock_proposal, record
from workflows.promotion.enums import Act, ProposalState
from workflows.promotion.models import Proposal
from workflows.promotion.policies import (
    reasons_not_to_ask,
    reasons_not_to_consent,
    reasons_not_to_propose,
    reasons_not_to_refuse,
    reasons_not_to_withdraw_proposal,
)
from workflows.promotion.rules import CONSENT, basis_of, desk_offices, rule_of
from workflows.promotion.selectors import holds_one, offices_of_consent, release_to_promote
from workflows.promotion.snapshots import snapshot_of


def propose(actor: User, *, page: Page, comment: str = "") -> Proposal:
    """Offer the approved version of a text to the portal. It waits for the unit's consent first, unless he gives it.

    Refused to who does not write or decide for the unit, for what was not approved, and for what is there already.
    """
    with transaction.atomic():
        locked = lock_page(page.pk)
        refuse(reasons_not_to_propose(actor, page=locked))
        proposal = _begin(actor, locked, Act.PROPOSE, comment)
        if holds_one(actor, proposal.asks):
            return _pass_on(proposal, actor, "")
        announcements.consent_wanted(proposal)
        return proposal


def ask(actor: User, *, page: Page, comment: str = "") -> Proposal:
    """Ask a unit for one of its public texts. Refused to who is not of the portal's desk."""
    with transaction.atomic():
        locked = lock_page(page.pk)
        refuse(reasons_not_to_ask(actor, page=locked))
        proposal = _begin(actor, locked, Act.ASK, comment)
        announcements.consent_wanted(proposal)
        return proposal


def agree(actor: User, *, proposal: Proposal, comment: str = "") -> Proposal:
    """Let the text leave the unit. Refused to who is not asked for the unit."""
    with transaction.atomic():
        now = lock_proposal(proposal)
        refuse(reasons_not_to_consent(actor, proposal=now))
        return _pass_on(now, actor, comment)


def decline(actor: User, *, proposal: Proposal, reason: str) -> Proposal:
    """Keep the text at the unit. Invalid without a reason; refused to who is not asked for the unit."""
    check_reason(reason)
    with transaction.atomic():
        now = lock_proposal(proposal)
        refuse(reasons_not_to_consent(actor, proposal=now))
        record(now, Act.DECLINE, actor, reason, asked=now.asks)
        hand_on(now, ProposalState.DECLINED)
        announcements.declined(now, reason)
        return now


def refuse_proposal(actor: User, *, proposal: Proposal, reason: str) -> Proposal:
    """Not take a text over. Invalid without a reason, which the unit is told; refused to who is not of the desk."""
    check_reason(reason)
    with transaction.atomic():
        now = lock_proposal(proposal)
        refuse(reasons_not_to_refuse(actor, proposal=now))
        record(now, Act.REFUSE, actor, reason, asked=now.asks)
        hand_on(now, ProposalState.REFUSED)
        announcements.refused(now, reason)
        return now


def withdraw_proposal(actor: User, *, proposal: Proposal, comment: str = "") -> Proposal:
    """Take a proposal back before it is decided about. Refused to who neither made it nor decides for the unit."""
    with transaction.atomic():
        now = lock_proposal(proposal)
        refuse(reasons_not_to_withdraw_proposal(actor, proposal=now))
        record(now, Act.WITHDRAW, actor, comment)
        hand_on(now, ProposalState.WITHDRAWN)
        return now


def _begin(actor: User, page: Any, act: Act, comment: str) -> Proposal:
    portal, release = portal_or_none(), release_to_promote(page)
    if portal is None or release is None or release.revision is None:
        raise Missing(_("There is nothing to propose."), code="nothing_to_propose")
    site, source = site_of_page(page), snapshot_of(release.revision)
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                page=page,
                public_id=page.translation_key,
                locale=page.locale.language_code,
                site=site,
                portal=portal,
                agency=source.agency or site.agency,
                release=release,
                revision=release.revision,
                text_sha256=release.text_sha256,
                state=ProposalState.ASKED,
                asks=offices_of_consent(source, portal),
                by=actor,
                at=clock.now(),
                waiting_since=clock.now(),
            )
    except IntegrityError as error:  # another was faster
        raise Conflict(_("It has been proposed already."), code="is_proposed") from error
    record(proposal, act, actor, comment)
    return proposal


def _pass_on(proposal: Proposal, actor: User, comment: str) -> Proposal:
    """The unit has consented: now the portal is asked."""
    basis = basis_of(rule_of(CONSENT, proposal.portal))
    record(proposal, Act.AGREE, actor, comment, asked=proposal.asks, basis=basis)
    hand_on(proposal, ProposalState.PROPOSED, asks=desk_offices(proposal.portal))
    announcements.proposed(proposal)
    return proposal
