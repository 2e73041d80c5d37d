"""The end of a passage: a release, and the very revision that was approved goes out, now or at its time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from sites import clock
from sites.accounts.models import User
from sites.memory import holding
from sites.refusals import Conflict, Refused
from workflows.passage import announcements
from workflows.passage.actions.recording import thing
from workflows.passage.enums import DecisionKind, PassageState, ReleaseKind
from workflows.passage.kinds import change_hash
from workflows.passage.locks import lock_passage
from workflows.passage.models.records import Passage, Release
from workflows.passage.selectors import steps_of
from workflows.passage.texts import hash_of, hash_of_revision

PLANNED = Page._meta.get_field("go_live_at")


def finish_passage(workflow_state: WorkflowState, user: User | None) -> Release:
    """Release what the last step approved and publish that revision. Called by Wagtail when its workflow ends.

    Refused, and nothing is written, unless the last decision of a complete passage approved exactly this text.
    """
    with transaction.atomic():
        found = Passage.objects.filter(workflow_state=workflow_state).first()
        if found is None:
            raise Refused(_("Nobody has decided about this item."), code="not_decided")
        passage = lock_passage(found)
        _check_decided(passage, user)
        release = _release(passage, user)
        if release.not_before is None:
            publish_released(passage, release, "wagtail.publish")
        else:
            _schedule(passage, release)
        announcements.published(passage)
        return release


def publish_released(passage: Passage, release: Release, log_action: str) -> None:
    """Publish the revision of a release. What is public then has the hash of the release."""
    with holding():
        revision = _text_of(passage, release)
        revision.publish(user=release.released_by, skip_permission_checks=True, log_action=log_action)
    _note(passage, release, PassageState.PUBLISHED)
    page = Page.objects.get(pk=passage.page_id).specific
    if not (page.live and hash_of(page) == release.text_sha256):
        raise Refused(_("The page is not as it was released."), code="not_as_released")


def _schedule(passage: Passage, release: Release) -> None:
    """Leave a revision scheduled. Of a company the draft has no moment of its own: Wagtail would publish it by that."""
    revision = _text_of(passage, release)
    if passage.led_by_id:
        passage.page.revisions.exclude(pk=passage.revision_id).update(approved_go_live_at=None)
        Revision.objects.filter(pk=passage.revision_id).update(approved_go_live_at=release.not_before)
    else:
        revision.publish(user=release.released_by, skip_permission_checks=True, log_action="wagtail.publish")
    _note(passage, release, PassageState.SCHEDULED)


def _text_of(passage: Passage, release: Release) -> Revision:
    if hash_of_revision(passage.revision) != release.text_sha256:
        raise Conflict(_("The text has changed since it was approved."), code="text_changed")
    return passage.revision


def _note(passage: Passage, release: Release, state: PassageState) -> None:
    passage.state, passage.go_live_at = state, release.not_before
    passage.fault, passage.fault_at = "", None
    passage.save(update_fields=("state", "go_live_at", "fault", "fault_at"))


def _check_decided(passage: Passage, user: User | None) -> None:
    last = passage.decisions.order_by("id").last()
    if (
        passage.state != PassageState.IN_PROGRESS
        or passage.position <= len(steps_of(passage))
        or last is None
        or last.kind not in (DecisionKind.PUBLISH, DecisionKind.ENTER)
        or last.actor_id != (user and user.pk)
        or (last.text_sha256, last.revision_id) != (passage.text_sha256, passage.revision_id)
        or last.change_sha256 not in ("", change_hash(passage.cause, passage.notice))
    ):
        raise Refused(_("Nobody has decided about this item."), code="not_decided")


def _release(passage: Passage, user: User | None) -> Release:
    public_id, locale = thing(passage.page)
    now = clock.now()
    return Release.objects.create(
        public_id=public_id,
        locale=locale,
        kind=ReleaseKind.APPROVAL,
        cause=passage.cause,
        notice=passage.notice,
        text_sha256=passage.text_sha256,
        revision=passage.revision,
        passage=passage,
        released_at=now,
        released_by=user,
        not_before=_moment(passage, now),
        basis=passage.chain_snapshot["article"],
    )


def _moment(passage: Passage, now: datetime) -> datetime | None:
    """Until when a text waits; None if it goes out at once.

    For a company its first item says it, which is released first: the moment may pass while they are released one
    after the other, and then all of them wait for whoever publishes what is scheduled.
    """
    if passage.led_by_id not in (None, passage.pk):
        return Release.objects.filter(passage=passage.led_by_id, revoked_at__isnull=True).latest("pk").not_before
    planned = PLANNED.to_python(passage.revision.content.get(PLANNED.name))
    go_live_at = passage.go_live_at if passage.led_by_id else planned
    return go_live_at if go_live_at and go_live_at > now else None
