"""May this person do this with this item? Buttons and actions ask the same questions and get the same reasons."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.media.models import File
from cms.pages import registry
from cms.pages.gate import is_home
from cms.pages.presenters import text_of
from cms.pages.public import canonical
from sites import clock
from sites.accounts.models import User
from sites.refusals import Missing, Reason
from workflows.boards.enums import StandInRule, StepKind
from workflows.boards.selectors import chain_for, item_of, steps_of
from workflows.boards.steps import Step
from workflows.boards.who import Selector, offices
from workflows.delegation.selectors import offices_of
from workflows.passage.asking import approved_before, asked, excluded_at, is_holder, waiting_for
from workflows.passage.company import reasons_of_company
from workflows.passage.enums import WITHHELD, Cause, DecisionKind, PassageState
from workflows.passage.kinds import reasons_of_kind
from workflows.passage.models.records import Passage, Withdrawal
from workflows.passage.selectors import lives_below, releases_of, step_now
from workflows.passage.texts import newest_of

VERBS = {
    StepKind.APPROVE: DecisionKind.APPROVE,
    StepKind.EDIT_AND_FORWARD: DecisionKind.FORWARD,
    StepKind.PUBLISH: DecisionKind.PUBLISH,
    StepKind.ENTER: DecisionKind.ENTER,
}


def reasons_not_to_submit(actor: User | None, *, page: Page) -> list[Reason]:
    """Why a page may not be submitted as it is: who asks, where it stands, and every guard of the text."""
    if actor is None or not page.permissions_for_user(actor).can_edit():
        return [Reason("may_not_edit", _("You may not submit a text that you may not edit."))]
    state = Passage.objects.filter(page=page, state__in=(PassageState.IN_PROGRESS, PassageState.SCHEDULED)).first()
    if state is not None:
        words = {
            PassageState.IN_PROGRESS: _("The text has been submitted already."),
            PassageState.SCHEDULED: _("The text is scheduled; cancel that first."),
        }
        return [Reason(f"is_{state.state}", words[PassageState(state.state)])]
    return [*_reasons_of_chain(page), *reasons_of_text(newest_of(page))]


def reasons_not_to_say(
    actor: User | None, *, page: Page, cause: Cause, notice: str, guarded: Collection[str]
) -> list[Reason]:
    """Why a change of a public text may not be submitted as what it is said to be."""
    decides = not reasons_of_entitlement(actor, page)
    return reasons_of_kind(page=page, cause=cause, notice=notice, guarded=guarded, decides=decides)


def reasons_of_text(page: Page) -> list[Reason]:
    """What the guards say against a text (attribution, alternative texts, renditions ...)."""
    reasons = registry.reasons_not_to_submit(page)
    if page.expire_at and page.expire_at <= (page.go_live_at or clock.now()):
        reasons.append(Reason("expires_before", _("It would expire before it is public."), "expire_at"))
    return reasons


def _reasons_of_chain(page: Page) -> list[Reason]:
    try:
        chain = chain_for(page)
    except Missing as missing:
        return list(missing.reasons)
    return [] if steps_of(chain) else [Reason("no_steps", _("The chain has no steps."))]


def reasons_not_to_decide(actor: User | None, *, passage: Passage, kind: DecisionKind) -> list[Reason]:
    """Why this person may not approve, forward or publish now."""
    step = step_now(passage)
    if step is None:
        return [Reason("not_in_progress", _("The item does not wait for a decision."))]
    if VERBS[step.kind] != kind:
        return [Reason("other_step", _("The item waits for something else: “%(step)s”.") % {"step": step.label})]
    if actor is None or actor not in asked(passage):
        return [_why_not_asked(actor, passage, step)]
    return []


def _why_not_asked(actor: User | None, passage: Passage, step: Step) -> Reason:
    if actor is None or not is_holder(passage, actor):
        return Reason("not_asked", _("“%(step)s” is not yours to decide.") % {"step": step.label}, basis=step.article)
    if actor.pk in excluded_at(passage, step):
        words = _("Whoever wrote or edited a text does not approve it.")
        return Reason("had_a_part", words, basis=step.article)
    if actor.pk in approved_before(passage, step):
        words = _("Whoever approved the text before does not publish it.")
        return Reason("approved_before", words, basis=step.same_person.get("article") or step.article)
    return Reason("not_needed", _("You stand in only when nobody else may decide."), basis=step.article)


def reasons_not_to_return(actor: User | None, *, passage: Passage) -> list[Reason]:
    """Why this person may not return the item. Returning is no approval: a part in the text does not matter."""
    step = step_now(passage)
    if step is None:
        return [Reason("not_in_progress", _("The item does not wait for a decision."))]
    if actor is None or not is_holder(passage, actor):
        return [Reason("not_asked", _("“%(step)s” is not yours to decide.") % {"step": step.label})]
    return []


def reasons_not_to_cancel(actor: User | None, *, passage: Passage) -> list[Reason]:
    """Why this person may not take the item back alone: it goes together with others, or he may not at all."""
    return reasons_of_company(passage) or reasons_not_to_take_off(actor, passage=passage)


def reasons_not_to_take_off(actor: User | None, *, passage: Passage) -> list[Reason]:
    """Why this person may not take the item off its way: only who submitted it, its owner, or who may withdraw it."""
    if passage.state not in (PassageState.IN_PROGRESS, PassageState.RETURNED, PassageState.SCHEDULED):
        return [Reason("not_in_progress", _("The item is not under way."))]
    is_his = actor is not None and actor.pk in (passage.submitted_by_id, passage.page.owner_id)
    if is_his and passage.state != PassageState.SCHEDULED:
        return []
    return reasons_of_entitlement(actor, passage.page)


def reasons_not_to_withdraw(actor: User | None, *, page: Page) -> list[Reason]:
    """Why this person may not take a thing back from the public: one who decides in its chain, or an administrator.

    A home is the site; what has public things below it would leave them without their section.
    """
    if not page.live and not releases_of(page).filter(revoked_at__isnull=True).exists():
        return [Reason("not_public", _("It is not public."))]
    return reasons_of_entitlement(actor, page) or _reasons_of_tree(page)


def reasons_not_to_end(actor: User | None, *, page: Page) -> list[Reason]:
    """Why this person may not say how a thing ended: no say about it, it was never public, or a law withholds it."""
    return reasons_of_entitlement(actor, page) or _reasons_of_state(page) or _reasons_of_tree(page)


def _reasons_of_state(page: Page) -> list[Reason]:
    if page.live:
        return []
    last = Withdrawal.objects.filter(public_id=page.translation_key, locale=page.locale.language_code).last()
    if last is None:
        return [Reason("not_public", _("It is not public."))]
    if last.kind in WITHHELD:
        return [Reason("withheld", _("It is withheld by law; there is nothing more to be said of it."))]
    return []


def _reasons_of_tree(page: Page) -> list[Reason]:
    if is_home(page):
        return [Reason("home_stays", _("The home page of a site is not withdrawn. Close the site instead."))]
    if not page.is_leaf() and lives_below(page).exists():
        words = _("Public things lie below it. Say first what becomes of them.")
        return [Reason("not_empty", words)]
    return []


def reasons_of_entitlement(actor: User | None, page: Page) -> list[Reason]:
    """Why this person has no say about whether the page is public."""
    if actor is not None and actor.is_active and (actor.is_superuser or _decides(actor, page)):
        return []
    return [Reason("not_entitled", _("Only those who decide about the publication may do this."))]


def _decides(actor: User, page: Page) -> bool:
    """Whether a person holds an office that approves in the chain of a page, as holder or stand-in."""
    return not deciding_offices(page).isdisjoint(offices_of(actor, clock.today()))


def deciding_offices(page: Page) -> set[str]:
    """The offices that approve in the chain of a page; who stands in only on paper is none of them."""
    try:
        deciding = [step for step in steps_of(chain_for(page)) if step.decides]
    except Missing:
        return set()  # where no chain holds nobody decides
    item = item_of(page)
    return {office for step in deciding for office in offices([*step.who, *_always(step)], item)}


def _always(step: Step) -> list[Selector]:
    return step.stand_ins if step.stand_in_when == StandInRule.NEEDED else []


def may_see_file(actor: User, file: File) -> bool:
    """Whether a private file belongs to an item that waits for this person: who decides reads all that he decides."""
    name = str(file.public_id).encode()
    waiting = waiting_for(actor).select_related("revision")
    return any(name in canonical(text_of(passage.revision.as_object())) for passage in waiting)
