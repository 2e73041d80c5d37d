"""Reading comments beside the version that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page, Revision

from sites.accounts.models import User
from workflows.comments.mentions import NAMED
from workflows.comments.models import Comment
from workflows.comments.places import stands_in, words_of_revision


@dataclass(frozen=True, slots=True)
class Thread:
    """One comment with its replies. `is_here`: its place is in the version that is shown."""

    comment: Comment
    html: SafeString
    is_here: bool
    is_of_this_version: bool
    replies: list["Thread"] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody."""
        return self.comment.resolved_at is None and self.comment.removed_at is None


def comments_on(page: Page) -> QuerySet[Comment]:
    """Everything that was ever said about a page, in its order."""
    found = Comment.objects.filter(page=page).select_related("author", "resolved_by", "removed_by", "revision")
    return found.defer("revision__content").prefetch_related("mentioned").order_by("pk")


def threads(page: Page, revision: Revision | None) -> list[Thread]:
    """The comments on a page as they stand beside a version."""
    rows = list(comments_on(page))
    words = words_of_revision(revision) if revision and any(row.quote for row in rows) else ""
    names = {person.username: str(person) for row in rows for person in row.mentioned.all()}
    every = {row.pk: _thread(row, revision, words, names) for row in rows}
    for row in rows:
        if row.parent_id in every:
            every[row.parent_id].replies.append(every[row.pk])
    return [every[row.pk] for row in rows if row.parent_id is None]


def open_count(rows: Sequence[Thread]) -> int:
    """How many wait for somebody."""
    return sum(thread.is_open for thread in rows)


def mentioned_comments(person: User) -> QuerySet[Comment]:
    """Where a person was mentioned, the newest first."""
    return Comment.objects.filter(mentioned=person, removed_at__isnull=True).order_by("-pk")


def _thread(row: Comment, revision: Revision | None, words: str, names: dict[str, str]) -> Thread:
    return Thread(
        row,
        html=_said(row.words, names),
        is_here=stands_in(row.quote, words),
        is_of_this_version=revision is not None and row.revision_id == revision.pk,
    )


def _said(words: str, names: dict[str, str]) -> SafeString:
    """The words, with the names of those who are mentioned."""
    said = NAMED.sub(lambda found: f"\x00{found[1]}\x01", words)
    shown = str(escape(said)).replace("\n", "<br>")
    for username, name in names.items():
        shown = shown.replace(f"\x00{username}\x01", f'<strong class="comment-name">@{escape(name)}</strong>')
    return mark_safe(shown.replace("\x00", "@").replace("\x01", ""))  # noqa: S308 - escaped above
