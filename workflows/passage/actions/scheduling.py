"""Publishing and expiry to the second: each item in its own transaction, so that a bad one stops no other (M4).

Items that go together are one: all in one transaction, or none.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from sites import clock
from sites.refusals import Conflict, Refusal
from workflows.passage import announcements
from workflows.passage.actions.finishing import publish_released
from workflows.passage.actions.recording import about
from workflows.passage.actions.withdrawing import expire
from workflows.passage.enums import PassageState
from workflows.passage.locks import lock_company
from workflows.passage.models.records import Passage
from workflows.passage.registry import tell_moved
from workflows.passage.selectors import expiring, overdue, scheduled

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """What one run did. `overdue` counts what should have happened by now and has not."""

    published: int
    expired: int
    failed: int
    overdue: int


def publish_due(now: datetime | None = None) -> Due:
    """Publish what is scheduled and take back what has expired, the oldest first.

    Only released revisions go out. An item that fails keeps its schedule and its fault, and is tried again.
    """
    at = now or clock.now()
    expired = [_try(partial(expire, page=page), f"expiry of page {page.pk}") for page in expiring(at)]
    opened = [_publish(passage) for passage in scheduled(at)]
    strays = _strays(at)
    done = [*expired, *opened]
    return Due(opened.count(True), expired.count(True), done.count(False) + strays, overdue(at))


def publish_scheduled(*, passage: Passage) -> None:
    """Publish a scheduled item whose moment has come, with all that go together with it, or none of them.

    Conflict if one was cancelled, unscheduled or changed.
    """
    with transaction.atomic():
        company = lock_company(passage)
        for now in company:
            with about(now):
                _publish_locked(now)
        announcements.published(company[0])
        tell_moved(company[0])


def _publish_locked(now: Passage) -> None:
    release = now.release
    if now.state != PassageState.SCHEDULED or now.go_live_at is None or now.go_live_at > clock.now():
        raise Conflict(_("It is not due."), code="not_due")
    if release.revoked_at or now.revision.approved_go_live_at is None:
        raise Conflict(_("Its schedule was taken away."), code="not_scheduled")
    publish_released(now, release, "wagtail.publish.scheduled")


def _publish(passage: Passage) -> bool:
    def note(fault: str) -> None:
        Passage.objects.filter(pk=passage.pk).update(fault=fault, fault_at=clock.now())

    return _try(partial(publish_scheduled, passage=passage), f"publication of page {passage.page_id}", note)


def _try(act: Callable[[], object], what: str, note: Callable[[str], None] | None = None) -> bool:
    try:
        act()
    except Exception as error:
        logger.exception("The scheduled %s failed", what)
        if note:
            note(_words_of(error))
        return False
    return True


def _words_of(error: Exception) -> str:
    """What went wrong, for people: reasons as they are, anything else with its kind and the item that it is about."""
    if isinstance(error, Refusal):
        return str(error)
    return " ".join([*getattr(error, "__notes__", ()), f"{type(error).__name__}: {error}"])


def _strays(at: datetime) -> int:
    """How many revisions were scheduled past the gate. They are not published; somebody has to look."""
    known = Passage.objects.filter(state=PassageState.SCHEDULED).values("revision")
    strays = Revision.objects.filter(approved_go_live_at__lte=at).exclude(pk__in=known)
    for revision in strays.only("pk", "object_id"):
        logger.error("Revision %s of page %s is scheduled and was never released", revision.pk, revision.object_id)
    return len(strays)
