"""Who may propose, consent, ask, take, refuse and answer. Buttons and actions ask the same questions."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.media.models import File
from cms.news.models import FiledPage
from cms.pages.presenters import text_of
from cms.pages.public import canonical
from sites import clock
from sites.accounts.models import User
from sites.domains.models import PublicSite
from sites.domains.selectors import portal_or_none, site_of
from sites.refusals import Reason
from workflows.delegation.selectors import offices_of
from workflows.passage.enums import PassageState
from workflows.passage.models import Passage
from workflows.passage.policies import reasons_not_to_withdraw, reasons_of_entitlement
from workflows.promotion.enums import OPEN, EventKind, ProposalState
from workflows.promotion.models import Copy, Proposal, SourceEvent
from workflows.promotion.rules import desk_offices, freedom
from workflows.promotion.selectors import (
    holds_one,
    is_known_to_the_portal,
    offices_of_consent,
    open_event,
    release_in_force,
    release_to_promote,
)
from workflows.promotion.snapshots import promotable_types


def reasons_not_to_propose(actor: User | None, *, page: Page) -> list[Reason]:
    """Why a person may not offer a text to the portal: it is not his unit's, was not approved, or is there already."""
    portal = portal_or_none()
    if reasons := _reasons_of_kind(page, portal):
        return reasons
    if actor is None or not (_may_edit(actor, page) or _may_consent(actor, page, portal)):
        return [Reason("not_entitled", _("Only the unit itself offers its texts."))]
    return _reasons_of_state(page)


def may_offer(person: User, page: Page) -> bool:
    """Whether the editor of a public text shows the way to its proposal; what stands against it is said there.

    Asks nothing of the tables that the editor has not asked already.
    """
    portal = portal_or_none() if page.live else None
    site = site_of(page) if portal is not None else None
    is_of_unit = portal is not None and site is not None and site.parent_id == portal.pk
    return is_of_unit and portal is not None and freedom(portal) is not None and _may_edit(person, page)


def reasons_not_to_ask(actor: User | None, *, page: Page) -> list[Reason]:
    """Why a person may not ask a unit for a text: he does not receive proposals, or the text is not public."""
    portal = portal_or_none()
    if actor is None or portal is None or not _is_at_the_desk(actor, portal):
        return [Reason("not_entitled", _("Only the desk of the portal asks for texts of the units."))]
    if reasons := _reasons_of_kind(page, portal):
        return reasons
    if not page.live or release_in_force(page.translation_key, page.locale.language_code) is None:
        return [Reason("not_public", _("It is not public."))]
    return _reasons_of_state(page)


def reasons_not_to_consent(actor: User | None, *, proposal: Proposal) -> list[Reason]:
    """Why a person may not let a text leave its unit, or keep it there."""
    if proposal.state != ProposalState.ASKED:
        return [Reason("decided", _("This proposal does not wait for the unit."))]
    if actor is None or not holds_one(actor, proposal.asks):
        return [Reason("not_asked", _("Only those who decide for the unit may do this."))]
    return []


def reasons_not_to_refuse(actor: User | None, *, proposal: Proposal) -> list[Reason]:
    """Why a person may not refuse a proposal for the portal."""
    if proposal.state != ProposalState.PROPOSED:
        return [Reason("decided", _("This proposal does not wait for the portal."))]
    if actor is None or not holds_one(actor, proposal.asks):
        return [Reason("not_asked", _("Only the desk of the portal may do this."))]
    return []


def reasons_not_to_take(actor: User | None, *, proposal: Proposal, section: SectionPage | None = None) -> list[Reason]:
    """Why a person may not take a text over, or not into this section of the portal."""
    if reasons := reasons_not_to_refuse(actor, proposal=proposal):
        return reasons
    if freedom(proposal.portal) is None:
        return [Reason("no_promotion", _("No rule says how texts of the units come onto the portal."))]
    if release_to_promote(proposal.page) is None:
        return [Reason("source_withdrawn", _("The unit has withdrawn the text."))]
    return _reasons_of_section(actor, proposal, section) if section else []


def reasons_not_to_withdraw_proposal(actor: User | None, *, proposal: Proposal) -> list[Reason]:
    """Why a person may not take a proposal back: only who began it, and the unit's own people while it is open."""
    if not proposal.is_open:
        return [Reason("decided", _("The proposal has been decided about."))]
    page = proposal.page.specific
    if actor is not None and (actor == proposal.by or _may_consent(actor, page, proposal.portal)):
        return []
    return [Reason("not_entitled", _("Only who made the proposal, and the unit, take it back."))]


def reasons_not_to_answer(actor: User | None, *, event: SourceEvent) -> list[Reason]:
    """Why a person may not say what becomes of a copy: the desk is asked about what is newer at the source, those who
    decide on the portal about what was withdrawn there.
    """
    if hasattr(event, "answer"):
        return [Reason("answered", _("This has been answered already."))]
    if actor is None or not holds_one(actor, event.asks):
        return [Reason("not_asked", _("Only those of the portal who are asked may do this."))]
    return []


def reasons_not_to_take_over(actor: User | None, *, event: SourceEvent) -> list[Reason]:
    """Why a person may not take the newer version of a source over into the copy."""
    if reasons := reasons_not_to_answer(actor, event=event):
        return reasons
    copy = event.copy
    if event.kind != EventKind.CORRECTED or release_in_force(copy.public_id, copy.locale) is None:
        return [Reason("nothing_newer", _("There is no newer version at the source."))]
    if Passage.objects.filter(page=copy.page_id, state=PassageState.IN_PROGRESS).exists():
        return [Reason("is_in_progress", _("The copy is on its way. It has to come back first."))]
    if actor is None or not copy.page.specific.permissions_for_user(actor).can_edit():
        return [Reason("may_not_edit", _("You may not write on the portal."))]
    return []


def reasons_not_to_withdraw_copy(actor: User | None, *, event: SourceEvent) -> list[Reason]:
    """Why a person may not take the copy back because of its source: only who decides about the portal's texts."""
    if hasattr(event, "answer"):
        return [Reason("answered", _("This has been answered already."))]
    return reasons_not_to_withdraw(actor, page=event.copy.page.specific)


def reasons_not_to_take_english(actor: User | None, *, copy: Copy, page: Page | None) -> list[Reason]:
    """Why a person may not take the other language of a source over, `page` being it.

    The unit has not made it public, it is there already, or he does not write in that language of the portal.
    """
    if page is None or not _is_public_in_another_language(page, copy):
        return [Reason("no_translation", _("The unit has not published it in another language."))]
    if copy.page.get_translation_or_none(page.locale) is not None:
        return [Reason("translated", _("The page exists in that language already."))]
    section = copy.page.get_parent().get_translation_or_none(page.locale)
    if section is None:
        return [Reason("section_missing", _("The section above does not exist in that language yet."))]
    if actor is None or not section.specific.permissions_for_user(actor).can_add_subpage():
        return [Reason("not_entitled", _("You may not write in that section."))]
    return []


def _is_public_in_another_language(page: Page, copy: Copy) -> bool:
    locale = page.locale.language_code
    if page.translation_key != copy.public_id or locale == copy.locale:
        return False
    return release_in_force(copy.public_id, locale) is not None


def may_see_proposal(person: User, proposal: Proposal) -> bool:
    """Whether a proposal is one of a person's: the desk of the portal, who is asked, who began it, who wrote it."""
    if person.is_superuser or person == proposal.by or holds_one(person, proposal.asks):
        return True
    page = proposal.page.specific
    is_of_unit = _may_edit(person, page) or _may_consent(person, page, proposal.portal)
    return is_of_unit or (is_known_to_the_portal(proposal) and _is_at_the_desk(person, proposal.portal))


def may_see_copy(person: User, copy: Copy) -> bool:
    """Whether a copy is one of a person's: the portal's people alone."""
    page = copy.page.specific
    is_of_portal = _may_edit(person, page) or _is_at_the_desk(person, copy.portal)
    return person.is_superuser or is_of_portal or not reasons_of_entitlement(person, page)


def may_browse(person: User) -> bool:
    """Whether a person looks through the public items of the units."""
    portal = portal_or_none()
    return portal is not None and (person.is_superuser or _is_at_the_desk(person, portal))


def may_see_file(person: User, file: File) -> bool:
    """Whether a private file belongs to a text that was offered to this person."""
    name = str(file.public_id).encode()
    held = offices_of(person, clock.today())
    rows = Proposal.objects.filter(state__in=OPEN, asks__overlap=held).select_related("revision") if held else []
    return any(name in canonical(text_of(row.revision.as_object())) for row in rows)


def _reasons_of_kind(page: Page, portal: PublicSite | None) -> list[Reason]:
    """Why a page is nothing that could be promoted, whoever asks."""
    site = None if page.is_root() else site_of(page)
    if portal is None or freedom(portal) is None:
        return [Reason("no_promotion", _("No rule says how texts of the units come onto the portal."))]
    if site is None or site.parent_id != portal.pk or not isinstance(page, tuple(promotable_types())):
        return [Reason("not_promotable", _("Only news and notices of component sites come onto the portal."))]
    return []


def _reasons_of_state(page: Page) -> list[Reason]:
    if release_to_promote(page) is None:
        return [Reason("not_released", _("Only a text that the unit has approved can be offered."))]
    thing = {"public_id": page.translation_key, "locale": page.locale.language_code}
    if Proposal.objects.filter(**thing, state__in=OPEN).exists():
        return [Reason("is_proposed", _("It has been proposed already."))]
    copy = Copy.objects.filter(**thing).select_related("page").first()
    if copy is not None and _is_in_use(copy):
        return [Reason("is_taken", _("It has been taken over already."))]
    return []


def _is_in_use(copy: Copy) -> bool:
    """Whether a copy is public, under way, or still a draft of which nobody has let go."""
    is_over = copy.page.passages.exists() and not copy.page.live
    under_way = copy.page.passages.filter(state__in=(PassageState.IN_PROGRESS, PassageState.SCHEDULED)).exists()
    return not is_over or under_way or open_event(copy) is not None


def _reasons_of_section(actor: User | None, proposal: Proposal, section: SectionPage) -> list[Reason]:
    is_there = site_of(section) == proposal.portal and section.locale.language_code == proposal.locale
    is_writer = actor is not None and section.permissions_for_user(actor).can_add_subpage()
    if not is_there or not is_writer or not type(proposal.page.specific).can_create_at(section):
        return [Reason("not_entitled", _("You may not write in that section."), "section")]
    return []


def _is_at_the_desk(person: User, portal: PublicSite) -> bool:
    return holds_one(person, desk_offices(portal))


def _may_edit(person: User, page: Page) -> bool:
    return bool(page.permissions_for_user(person).can_edit())


def _may_consent(person: User, page: FiledPage, portal: PublicSite | None) -> bool:
    return portal is not None and holds_one(person, offices_of_consent(page, portal))
