"""Closing a section: what lies below it goes first, batch after batch, each in its own transaction; then the section.

What is still to be done is asked of the tree before each batch, so that going on after a fault, or twice at once,
does nothing twice. Two who go on at one moment wait for each other at the row of the closing.
"""

import logging
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from wagtail.models import Page

from cms.pages.slugs import is_free
from sites import clock
from sites.accounts.models import User
from sites.domains.locks import tree_exclusive
from sites.refusals import Conflict, Invalid, Reason, Refusal
from workflows.boards.selectors import site_of_page
from workflows.endings.enums import ClosingState, Way
from workflows.endings.models import Closing
from workflows.endings.policies import LONGEST_NOTICE, reasons_not_to_close, reasons_of_place
from workflows.passage.actions import Ending, cancel, end
from workflows.passage.actions.recording import refuse
from workflows.passage.enums import PassageState, WithdrawalKind
from workflows.passage.locks import lock_page
from workflows.passage.models import Passage
from workflows.passage.policies import reasons_of_entitlement
from workflows.passage.selectors import lives_below

logger = logging.getLogger(__name__)

BATCH = 20
NAMED = 5
CARRY_ON = "workflows.endings.carry_on"  # the job; its module stands above this one


def close_by_moving(actor: User, *, section: Page, target: Page, reason: str) -> Closing:
    """Move everything that lies below a section to another one; the section's address leads there afterwards.

    Invalid without a reason; refused to who does not decide in both sections, for a target that is not public or lies
    elsewhere, and where slugs are taken there.
    """
    with transaction.atomic():
        locked, target = _begin(actor, section, reason), lock_page(target.pk)
        refuse(reasons_of_place(actor, section=locked, target=target))
        refuse(_reasons_of_slugs(locked, target))
        return _opened(actor, locked, Way.MOVE, reason, total=locked.get_children().count(), target=target)


def close_by_withdrawing(actor: User, *, section: Page, reason: str, notice: str = "") -> Closing:
    """Withdraw everything that is public below a section, then the section, with one reason and one notice.

    What is scheduled or under way is taken off its way; drafts stay drafts. Invalid without a reason; refused to who
    does not decide about each of these.
    """
    if len(notice) > LONGEST_NOTICE:
        raise Invalid(reasons=[Reason("notice_too_long", _("The notice is too long."), "notice")])
    with transaction.atomic():
        locked = _begin(actor, section, reason)
        refuse(reasons_of_items(actor, lives_below(locked)))
        return _opened(actor, locked, Way.WITHDRAW, reason, total=lives_below(locked).count(), notice=notice)


def carry_on(*, closing: Closing) -> Closing:
    """Do the next batch. A refusal or a fault stops the closing and stands in it; going on tries again."""
    try:
        with transaction.atomic():
            return _batch(Closing.objects.select_for_update(of=("self",)).get(pk=closing.pk))
    except Refusal as refusal:
        return _stop(closing, str(refusal))
    except Exception as fault:
        logger.exception("The closing of section %s stopped", closing.section_id)
        return _stop(closing, f"{type(fault).__name__}: {fault}")


def carry_on_to_the_end(*, closing: Closing) -> Closing:
    """Batch after batch, until it is done or stops. Safe to run twice."""
    while closing.state == ClosingState.RUNNING:
        closing = carry_on(closing=closing)
    return closing


def resume(actor: User, *, closing: Closing) -> Closing:
    """Go on with a closing that stopped. Refused to who does not decide about the section."""
    with transaction.atomic():
        now = Closing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
        refuse(reasons_of_entitlement(actor, now.section.specific))
        if now.state != ClosingState.STOPPED:
            raise Conflict(_("It does not wait for anybody."), code="not_stopped")
        now.state, now.fault = ClosingState.RUNNING, ""
        now.save(update_fields=("state", "fault"))
        leave_to_the_worker(now)
        return now


def leave_to_the_worker(closing: Closing) -> None:
    """Have the rest done behind the back of the request."""
    app.configure_task(CARRY_ON).defer(closing_id=closing.pk)


def reasons_of_items(actor: User | None, items: Collection[Page]) -> list[Reason]:
    """Why not all of these may be ended by a person: the first few that are not his are named."""
    others = [page.title for page in items if reasons_of_entitlement(actor, page.specific)]
    if not others:
        return []
    words = _("You do not decide about %(number)s of them: %(titles)s.")
    return [Reason("not_entitled_below", words % {"number": len(others), "titles": "; ".join(others[:NAMED])})]


def _begin(actor: User, section: Page, reason: str) -> Page:
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why it is withdrawn."), "reason")])
    locked = lock_page(section.pk)
    refuse(reasons_not_to_close(actor, section=locked))
    if Closing.objects.filter(section=locked).exclude(state=ClosingState.DONE).exists():
        raise Conflict(_("Somebody is closing this section already."), code="is_closing")
    return locked


def _opened(actor: User, section: Page, way: Way, reason: str, **more: object) -> Closing:
    return Closing.objects.create(
        section=section,
        site=site_of_page(section),
        title=section.title[:300],
        way=way,
        reason=reason,
        by=actor,
        at=clock.now(),
        **more,
    )


def _reasons_of_slugs(section: Page, target: Page) -> list[Reason]:
    taken = [child.title for child in section.get_children() if not is_free(child.slug, target)]
    if not taken:
        return []
    words = _("The slugs of these are taken there; change them first: %(titles)s.")
    return [Reason("slugs_taken", words % {"titles": "; ".join(taken[:NAMED])}, "target")]


def _batch(closing: Closing) -> Closing:
    if closing.state != ClosingState.RUNNING:
        return closing
    step = _move if closing.way == Way.MOVE else _withdraw
    done = step(closing)
    closing.done += done
    if not done:
        _end_section(closing)
        closing.state, closing.finished_at = ClosingState.DONE, clock.now()
    closing.save(update_fields=("done", "state", "finished_at"))
    return closing


def _move(closing: Closing) -> int:
    """Move the next children, whatever their state, alone in the tree."""
    with tree_exclusive():
        target = Page.objects.get(pk=closing.target_id).specific
        refuse(reasons_of_place(closing.by, section=closing.section, target=target))
        children = list(closing.section.specific.get_children().order_by("path")[:BATCH])
        for child in children:
            if not is_free(child.slug, target):
                refuse(_reasons_of_slugs(closing.section, target))
            child.specific.move(Page.objects.get(pk=target.pk), pos="last-child", user=closing.by)
        return len(children)


def _withdraw(closing: Closing) -> int:
    """End the next ones, the deepest first, so that nothing is left without what stands above it."""
    found = list(lives_below(closing.section).order_by("-depth", "path")[:BATCH])
    for page in found:
        _take_off(page, closing)
    return len(found)


def _take_off(page: Page, closing: Closing) -> None:
    for passage in Passage.objects.filter(page=page, state=PassageState.IN_PROGRESS):
        cancel(closing.by, passage=passage)
    has_schedule = Passage.objects.filter(page=page, state=PassageState.SCHEDULED).exists()
    if page.live:
        end(closing.by, page=page, ending=_ending(closing))
    elif has_schedule:
        cancel(closing.by, passage=Passage.objects.get(page=page, state=PassageState.SCHEDULED))


def _ending(closing: Closing) -> Ending:
    return Ending(closing.reason, notice=closing.notice, act=closing.public_id)


def _end_section(closing: Closing) -> None:
    if not Page.objects.filter(pk=closing.section_id, live=True).exists():
        return
    ending = _ending(closing)
    if closing.way == Way.MOVE and closing.target is not None:
        successor = closing.target.translation_key
        ending = Ending(closing.reason, WithdrawalKind.REDIRECT, successor=successor, status=301, act=closing.public_id)
    end(closing.by, page=closing.section, ending=ending)


def _stop(closing: Closing, fault: str) -> Closing:
    Closing.objects.filter(pk=closing.pk, state=ClosingState.RUNNING).update(state=ClosingState.STOPPED, fault=fault)
    return Closing.objects.get(pk=closing.pk)
