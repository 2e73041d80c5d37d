"""What this room hangs on the life of a page (`cms.pages.registry`): nothing becomes public without a release."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.pages.models import BasePage
from cms.pages.registry import deletion_gate, publication_gate, revision_gate, unpublication_gate
from sites import clock
from sites.refusals import Reason, Refused
from workflows.passage.actions.recording import thing
from workflows.passage.locks import lock_page
from workflows.passage.models.records import Decision, Passage, Release
from workflows.passage.selectors import latest, releases_in_force, touched
from workflows.passage.texts import hash_of


def released(page: BasePage, revision: Revision | None) -> None:
    """Refuse what the newest release does not allow: this text, this revision, not before its time."""
    release = releases_in_force(*thing(page), _moment_of(page, revision)).first()
    if release is None:
        raise Refused(_("Nobody has released this text."), code="not_released")
    if release.text_sha256 != hash_of(page) or (revision and release.revision_id not in (None, revision.pk)):
        raise Refused(_("This is not the text that was released."), code="not_as_released")


def _moment_of(page: BasePage, revision: Revision | None) -> datetime:
    """When the text would be public: at its time for a revision that is only scheduled, else now."""
    now = clock.now()
    is_live_text = revision is None or revision.pk == page.live_revision_id
    return now if is_live_text or page.go_live_at is None else max(page.go_live_at, now)


def withdrawn(page: BasePage, _revision: Revision | None) -> None:
    """Refuse to take a thing back without a word: a withdrawal revokes its releases first."""
    if releases_in_force(*thing(page), clock.now()).exists():
        raise Refused(_("Withdraw it, and say why."), code="not_withdrawn")


def never_submitted(pages: Sequence[Page]) -> dict[int, Reason]:
    """Which of these stay, because they were submitted or released once: they are archived."""
    found = {pages[0].pk} if len(pages) == 1 and latest(pages[0].pk) else touched(pages)
    reason = Reason("kept", _("What was submitted or public once is kept. Withdraw it instead."))
    return dict.fromkeys(found, reason)


def not_frozen(page: BasePage, revision: Revision) -> None:
    """Refuse to overwrite a revision that somebody was asked about; the database refuses it too.

    The page is locked first, in the order of `locks`, so that an autosave and a submission at one moment wait for
    each other instead of blocking each other.
    """
    lock_page(page.pk)
    if any(model.objects.filter(revision=revision).exists() for model in (Passage, Decision, Release)):
        raise Refused(_("This text was handed on as it is; save a new draft."), code="frozen")


def hang() -> None:
    """Hang all of it on the registries."""
    publication_gate.register("workflows.passage", released)
    unpublication_gate.register("workflows.passage", withdrawn)
    deletion_gate.register("workflows.passage", never_submitted)
    revision_gate.register("workflows.passage", not_frozen)
