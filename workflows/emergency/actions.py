"""Releasing alone, confirming, taking back."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from sites.refusals import Conflict, Invalid, Reason
from workflows.boards.selectors import site_of_page
from workflows.emergency import announcements
from workflows.emergency.enums import Verdict
from workflows.emergency.models import Emergency
from workflows.emergency.policies import reasons_not_to_judge, reasons_not_to_release_at_once
from workflows.emergency.rules import rule_of
from workflows.passage.actions import withdraw
from workflows.passage.actions.recording import refuse, thing
from workflows.passage.actions.submitting import take_off_its_way
from workflows.passage.enums import Cause, ReleaseKind
from workflows.passage.locks import lock_page, lock_revision
from workflows.passage.models import Release
from workflows.passage.selectors import releases_of
from workflows.passage.texts import hash_of, hash_of_revision
from workflows.secrecy.enums import Act
from workflows.secrecy.policies import reasons_not_declared


def release_at_once(actor: User, *, page: Page, reason: str, seen_sha256: str) -> Emergency:
    """Make the newest text of a page public at once, alone. An item under way is taken off its way.

    Invalid without a reason; refused to who does not decide in its chain, where no rule opens the lane, and for what a
    guard says against the text; Conflict if the text is not the one that was seen.
    """
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why it cannot wait."), "reason")])
    with transaction.atomic():
        locked = lock_page(page.pk)
        refuse(reasons_not_to_release_at_once(actor, page=locked))
        release = _release(actor, locked, seen_sha256)
        emergency = Emergency.objects.create(
            release=release,
            page=locked,
            site=site_of_page(locked),
            title=release.revision.object_str[:300] if release.revision else "",
            by=actor,
            at=release.released_at,
            reason=reason,
        )
        announcements.released(emergency)
        return emergency


def confirm(actor: User, *, emergency: Emergency, comment: str = "") -> Emergency:
    """Confirm as the second person. Refused to the first, to who wrote the text, to who does not decide there."""
    with transaction.atomic():
        return _judge(actor, emergency, Verdict.CONFIRMED, comment)


def take_back(actor: User, *, emergency: Emergency, reason: str) -> Emergency:
    """Take the text back from the public instead of confirming it. Invalid without a reason; refused as `confirm`."""
    if not reason.strip():
        raise Invalid(reasons=[Reason("reason_missing", _("Say why it is withdrawn."), "comment")])
    with transaction.atomic():
        judged = _judge(actor, emergency, Verdict.WITHDRAWN, reason)
        withdraw(actor, page=judged.page, reason=reason)
        return judged


def _judge(actor: User, emergency: Emergency, verdict: Verdict, comment: str) -> Emergency:
    now = Emergency.objects.select_for_update(of=("self",)).get(pk=emergency.pk)
    refuse(reasons_not_to_judge(actor, emergency=now))
    now.verdict, now.judged_by, now.judged_at, now.comment = verdict, actor, clock.now(), comment
    now.save(update_fields=("verdict", "judged_by", "judged_at", "comment"))
    announcements.judged(now)
    return now


def _release(actor: User, page: Page, seen_sha256: str) -> Release:
    revision = lock_revision(page.latest_revision_id or page.save_revision(user=actor).pk)
    if hash_of_revision(revision) != seen_sha256:
        raise Conflict(_("The text has changed since you opened it. Read it again."), code="text_changed")
    refuse(reasons_not_declared(actor, page=page, text_sha256=seen_sha256, act=Act.PUBLISH))
    take_off_its_way(page, actor)
    public_id, locale = thing(page)
    rule = rule_of(site_of_page(page))
    release = Release.objects.create(
        public_id=public_id,
        locale=locale,
        kind=ReleaseKind.EMERGENCY,
        cause=Cause.MINOR if releases_of(page).exists() else Cause.FIRST,
        text_sha256=seen_sha256,
        revision=revision,
        released_at=clock.now(),
        released_by=actor,
        basis=rule.article if rule else "",
    )
    revision.publish(user=actor, skip_permission_checks=True)
    live = Page.objects.get(pk=page.pk).specific
    if not live.live or hash_of(live) != release.text_sha256:
        raise Conflict(_("The page is not as it was released."), code="not_as_released")
    return release
