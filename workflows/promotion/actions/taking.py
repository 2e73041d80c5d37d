"""The portal takes a version over: a draft of its own, which then goes through the portal's chain like any other."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.news.models import FiledPage
from cms.origins.models import Origin
from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict
from workflows.passage.actions.recording import refuse
from workflows.passage.locks import lock_page
from workflows.passage.texts import hash_of_revision
from workflows.promotion import announcements
from workflows.promotion.actions.recording import hand_on, lock_proposal, record
from workflows.promotion.enums import Act, ProposalState
from workflows.promotion.models import Copy, Proposal
from workflows.promotion.policies import reasons_not_to_take, reasons_not_to_take_english
from workflows.promotion.selectors import public_from, release_in_force
from workflows.promotion.snapshots import draft_from, origin_for, renew, snapshot_of


def take(actor: User, *, proposal: Proposal, section: SectionPage, seen_sha256: str) -> Copy:
    """Take the text of a proposal into a section of the portal, as the actor's draft; the unit's page stays as it is.

    Refused to who is not of the desk or does not write in that section; Conflict if the text is not the one seen.
    """
    with transaction.atomic():
        now = lock_proposal(proposal)
        refuse(reasons_not_to_take(actor, proposal=now, section=section))
        if not hash_of_revision(now.revision) == now.text_sha256 == seen_sha256:
            raise Conflict(_("The text has changed since you opened it. Read it again."), code="text_changed")
        origin = origin_for(now.revision, text_sha256=now.text_sha256)
        copy = _again(actor, now, origin) or _first(actor, now, origin, section)
        record(now, Act.TAKE, actor, asked=now.asks)
        hand_on(now, ProposalState.TAKEN)
        announcements.taken(now)
        return copy


def take_english(actor: User, *, copy: Copy, page: Page) -> Copy:
    """Take the other language of a source that was taken, `page` being it: with the same public id as the copy.

    Refused where the unit has not made it public, where it is there already, and to who does not write there.
    """
    with transaction.atomic():
        locked = Copy.objects.select_for_update(of=("self",)).select_related("proposal", "portal").get(pk=copy.pk)
        refuse(reasons_not_to_take_english(actor, copy=locked, page=page))
        release = release_in_force(page.translation_key, page.locale.language_code)
        if release is None or release.revision is None:
            raise Conflict(_("The unit has withdrawn the text."), code="source_withdrawn")
        origin = origin_for(release.revision, text_sha256=release.text_sha256)
        section = locked.page.get_parent().get_translation(page.locale).specific
        draft = draft_from(actor, origin=origin, section=section)
        draft.translation_key = locked.page.translation_key
        return _made(actor, locked.proposal, origin, _put(actor, draft, section))


def draft_in(actor: User, *, copy: Copy, origin: Origin) -> None:
    """Save a newer version of the source as the newest draft of a copy."""
    page = lock_page(copy.page_id)
    draft: FiledPage = page.get_latest_revision_as_object()
    renew(actor, page=draft, old=snapshot_of(copy.origin.revision), new=snapshot_of(origin.revision), origin=origin)
    draft.go_live_at = public_from(origin.public_id, origin.locale)
    draft.save_revision(user=actor, log_action=True)
    copy.origin = origin
    copy.save(update_fields=("origin",))


def _first(actor: User, proposal: Proposal, origin: Origin, section: SectionPage) -> Copy:
    draft = draft_from(actor, origin=origin, section=section)
    return _made(actor, proposal, origin, _put(actor, draft, section))


def _again(actor: User, proposal: Proposal, origin: Origin) -> Copy | None:
    """A text that was taken over before, and withdrawn, comes back to its page."""
    found = Copy.objects.select_for_update(of=("self",)).select_related("origin__revision")
    copy = found.filter(public_id=proposal.public_id, locale=proposal.locale, portal=proposal.portal).first()
    if copy is None:
        return None
    draft_in(actor, copy=copy, origin=origin)
    copy.proposal = proposal
    copy.save(update_fields=("proposal",))
    return copy


def _put(actor: User, draft: FiledPage, section: SectionPage) -> FiledPage:
    if draft.origin is not None:
        draft.go_live_at = public_from(draft.origin.public_id, draft.origin.locale)
    section.add_child(instance=draft)
    draft.save_revision(user=actor, log_action="wagtail.create")
    return draft


def _made(actor: User, proposal: Proposal, origin: Origin, page: FiledPage) -> Copy:
    return Copy.objects.create(
        proposal=proposal,
        public_id=origin.public_id,
        locale=origin.locale,
        site=origin.site,
        portal=proposal.portal,
        page=page,
        origin=origin,
        by=actor,
        at=clock.now(),
    )
