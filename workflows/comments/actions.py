"""Saying something about a text, answering, settling, removing. What was said stays."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from sites import clock
from sites.accounts.models import User
from sites.refusals import Invalid, Missing, Reason, Refused
from workflows.comments import announcements
from workflows.comments.mentions import people_named
from workflows.comments.models import Comment
from workflows.comments.places import plain, stands_in, words_of_revision
from workflows.comments.policies import reasons_not_to_comment, reasons_not_to_remove, reasons_not_to_resolve
from workflows.passage.texts import hash_of_revision

LONGEST = 5000


@transaction.atomic
def comment_on(actor: User, *, page: Page, revision: Revision, words: str, quote: str = "") -> Comment:
    """Say something about a version of a text, at the words of `quote` or about the whole.

    Refused to who may not know of the page. Invalid without words, for a quotation that does not stand in that version,
    and for a name of nobody who may see the item. Missing for a version of another page. Who is named is told.
    """
    _refuse(reasons_not_to_comment(actor, page=page))
    if str(revision.object_id) != str(page.pk):
        raise Missing(_("There is no such version of this page."), code="no_version")
    quoted = plain(quote)
    if not stands_in(quoted, words_of_revision(revision)):
        message = _("The words that you chose do not stand in this version.")
        raise Invalid(message, code="no_place", errors={"quote": [message]})
    row = Comment(page=page, revision=revision, text_sha256=hash_of_revision(revision), quote=quoted)
    return _say(actor, row, words)


@transaction.atomic
def reply_to(actor: User, *, comment: Comment, words: str) -> Comment:
    """Answer a comment, on the version that it was made on. Refused and Invalid as commenting is."""
    _refuse(reasons_not_to_comment(actor, page=comment.page))
    first = comment.parent or comment
    row = Comment(page=first.page, revision=first.revision, text_sha256=first.text_sha256, parent=first)
    return _say(actor, row, words)


@transaction.atomic
def resolve(actor: User, *, comment: Comment) -> Comment:
    """Say that a comment is settled. Refused to who may not know of the page, for a reply, and twice."""
    now = _locked(comment)
    _refuse(reasons_not_to_resolve(actor, comment=now))
    now.resolved_at, now.resolved_by = clock.now(), actor
    now.save(update_fields=("resolved_at", "resolved_by"))
    return now


@transaction.atomic
def remove(actor: User, *, comment: Comment) -> Comment:
    """Remove one's own comment: that it was there, and who removed it when, stays. Refused to everybody else."""
    now = _locked(comment)
    _refuse(reasons_not_to_remove(actor, comment=now))
    now.removed_at, now.removed_by = clock.now(), actor
    now.save(update_fields=("removed_at", "removed_by"))
    return now


def _say(actor: User, row: Comment, words: str) -> Comment:
    said = words.strip()
    if not said or len(said) > LONGEST:
        message = _("Write something.") if not said else _("This comment is too long.")
        raise Invalid(message, code="no_words", errors={"words": [message]})
    named = people_named(said, page=row.page, by=actor)
    row.words, row.author, row.at = said, actor, clock.now()
    row.save()
    row.mentioned.set(named)
    announcements.mentioned(row, named)
    return row


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).select_related("page").get(pk=comment.pk)


def _refuse(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused(reasons=reasons)
