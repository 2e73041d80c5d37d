"""Who is told about a comment: those whom it names, and nobody else."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from sites.accounts.models import User
from workflows.comments.models import Comment
from workflows.notices.actions import notify


def mentioned(comment: Comment, people: Iterable[User]) -> None:
    """Tell them, in the admin and by mail."""
    path = reverse("page_comments", args=(comment.page_id,))
    words = {
        "comment": comment,
        "title": comment.page.draft_title or comment.page.title,
        "address": settings.WAGTAILADMIN_BASE_URL + path,
    }
    for person in people:
        notify(person, template="workflows_comments/mail/mentioned.txt", context=words, path=path)
