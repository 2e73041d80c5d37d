"""Releases that no passage gives: the opening of a site, and the import of what was public before."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from sites.refusals import Invalid, Reason, Refused
from workflows.passage.actions.recording import refuse, thing
from workflows.passage.enums import Cause, PassageState, ReleaseKind
from workflows.passage.locks import lock_page, lock_revision
from workflows.passage.models.records import Passage, Release
from workflows.passage.selectors import releases_of
from workflows.passage.texts import hash_of


def reasons_not_to_release_opening(actor: User | None, *, page: Page) -> list[Reason]:
    """Why a page may not be opened together with its site."""
    reasons = reasons_not_to_bring_in(actor)
    if releases_of(page).exists():
        reasons.append(Reason("released_already", _("It has been public before.")))
    return reasons


def reasons_not_to_release_import(actor: User | None, *, page: Page) -> list[Reason]:
    """Why a page may not be brought in as public before: it was public here, or is on its way."""
    reasons = reasons_not_to_release_opening(actor, page=page)
    if Passage.objects.filter(page=page, state__in=(PassageState.IN_PROGRESS, PassageState.SCHEDULED)).exists():
        reasons.append(Reason("is_in_progress", _("The text has been submitted already.")))
    return reasons


def reasons_not_to_bring_in(actor: User | None) -> list[Reason]:
    """Sites are opened and texts imported by administrators."""
    if actor is not None and actor.is_active and actor.is_superuser:
        return []
    return [Reason("not_administrator", _("Only an administrator may do this."))]


def release_opening(actor: User, *, page: Page, basis: str = "") -> Release:
    """Release a home or a section that is opened with its site, and publish it.

    Refused to everyone but administrators, and for what has been public before.
    """
    with transaction.atomic():
        locked = lock_page(page.pk)
        refuse(reasons_not_to_release_opening(actor, page=locked))
        return _release(actor, locked, ReleaseKind.OPENING, basis)


@transaction.atomic
def release_drafts(actor: User, *, pages: Sequence[Page], basis: str = "") -> list[Release]:
    """Release the drafts that the opening of a site has just made, in the transaction that made them.

    Who calls it publishes them, through the gate, which compares the text. Refused to everyone but administrators, and
    where one of them has been public before.
    """
    refuse(reasons_not_to_bring_in(actor))
    things = {thing(page) for page in pages}
    found = Release.objects.filter(public_id__in=[public_id for public_id, _locale in things])
    if not things.isdisjoint(found.values_list("public_id", "locale")):
        raise Refused(_("It has been public before."), code="released_already")
    now = clock.now()
    return Release.objects.bulk_create(
        [
            Release(
                public_id=page.translation_key,
                locale=page.locale.language_code,
                kind=ReleaseKind.OPENING,
                cause=Cause.FIRST,
                text_sha256=hash_of(page),
                revision=page.latest_revision,
                released_at=now,
                released_by=actor,
                basis=basis,
            )
            for page in pages
        ]
    )


def release_import(actor: User, *, page: Page, first_published_at: datetime, basis: str) -> Release:
    """Release and publish a text that was public elsewhere before, with the date that it has had since.

    Invalid without a basis or with a date to come; refused to everyone but administrators, for what has been public
    here, and for what is on its way through its chain.
    """
    if not basis.strip() or first_published_at > clock.now():
        raise Invalid(_("An import has a basis, and a date that has passed."), code="invalid_import")
    with transaction.atomic():
        locked = lock_page(page.pk)
        refuse(reasons_not_to_release_import(actor, page=locked))
        Page.objects.filter(pk=locked.pk).update(first_published_at=first_published_at)
        locked.first_published_at = first_published_at
        return _release(actor, locked, ReleaseKind.IMPORT, basis)


def _release(actor: User, page: Page, kind: ReleaseKind, basis: str) -> Release:
    """Publish the newest text of a page through the gate, with a release of its own."""
    public_id, locale = thing(page)
    revision = page.latest_revision if page.has_unpublished_changes else None
    revision = revision or page.get_latest_revision_as_object().save_revision(user=actor, changed=False)
    revision = lock_revision(revision.pk)
    release = Release.objects.create(
        public_id=public_id,
        locale=locale,
        kind=kind,
        cause=Cause.FIRST,
        text_sha256=hash_of(revision.as_object()),
        revision=revision,
        released_at=clock.now(),
        released_by=actor,
        basis=basis,
    )
    revision.publish(user=actor, skip_permission_checks=True)
    live = Page.objects.get(pk=page.pk).specific
    if not live.live or hash_of(live) != release.text_sha256:
        raise Refused(_("The page is not as it was released."), code="not_as_released")
    return release
