"""The end of a passage: a release, and the very revision that was approved goes out, now or at its time."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Refused
from workflows.passage import announcements
from workflows.passage.actions.recording import thing
from workflows.passage.enums import DecisionKind, PassageState, ReleaseKind
from workflows.passage.locks import lock_passage
from workflows.passage.models.records import Passage, Release
from workflows.passage.selectors import steps_of
from workflows.passage.texts import hash_of, hash_of_revision


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
        publish_released(passage, release, "wagtail.publish")
        announcements.published(passage)
        return release


def publish_released(passage: Passage, release: Release, log_action: str) -> None:
    """Publish the revision of a release, or leave it scheduled. What is public then has the hash of the release."""
    revision = passage.revision
    if hash_of_revision(revision) != release.text_sha256:
        raise Conflict(_("The text has changed since it was approved."), code="text_changed")
    waits = release.not_before is not None and release.not_before > clock.now()
    if waits and passage.led_by_id:
        _schedule(passage, release)
    else:
        revision.publish(user=release.released_by, skip_permission_checks=True, log_action=log_action)
    page = Page.objects.get(pk=passage.page_id).specific
    passage.state = PassageState.SCHEDULED if waits else PassageState.PUBLISHED
    passage.go_live_at = release.not_before
    passage.fault, passage.fault_at = "", None
    passage.save(update_fields=("state", "go_live_at", "fault", "fault_at"))
    if not waits and not (page.live and hash_of(page) == release.text_sha256):
        raise Refused(_("The page is not as it was released."), code="not_as_released")


def _schedule(passage: Passage, release: Release) -> None:
    """Give a revision the moment of its company. The draft has none of its own: Wagtail would publish it by that."""
    passage.page.revisions.exclude(pk=passage.revision_id).update(approved_go_live_at=None)
    Revision.objects.filter(pk=passage.revision_id).update(approved_go_live_at=release.not_before)


def _check_decided(passage: Passage, user: User | None) -> None:
    last = passage.decisions.order_by("id").last()
    if (
        passage.state != PassageState.IN_PROGRESS
        or passage.position <= len(steps_of(passage))
        or last is None
        or last.kind not in (DecisionKind.PUBLISH, DecisionKind.ENTER)
        or last.actor_id != (user and user.pk)
        or (last.text_sha256, last.revision_id) != (passage.text_sha256, passage.revision_id)
    ):
        raise Refused(_("Nobody has decided about this item."), code="not_decided")


def _release(passage: Passage, user: User | None) -> Release:
    public_id, locale = thing(passage.page)
    now = clock.now()
    go_live_at = passage.go_live_at if passage.led_by_id else passage.revision.as_object().go_live_at
    return Release.objects.create(
        public_id=public_id,
        locale=locale,
        kind=ReleaseKind.APPROVAL,
        cause=passage.cause,
        text_sha256=passage.text_sha256,
        revision=passage.revision,
        passage=passage,
        released_at=now,
        released_by=user,
        not_before=go_live_at if go_live_at and go_live_at > now else None,
        basis=passage.chain_snapshot["article"],
    )
