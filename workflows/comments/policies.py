"""Who may read, make, resolve and remove comments, and who may be mentioned: who may know of the page."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from sites.accounts.models import User
from sites.refusals import Reason
from workflows.comments.models import Comment
from workflows.passage.knowing import may_know_of


def reasons_not_to_comment(actor: User, *, page: Page) -> list[Reason]:
    """Why a person may neither read nor make comments on a page."""
    if actor.is_active and not page.is_root() and may_know_of(actor, page):
        return []
    return [Reason("not_his_page", _("This page is not one of yours."))]


def reasons_not_to_resolve(actor: User, *, comment: Comment) -> list[Reason]:
    """Why a person may not say that a comment is settled."""
    reasons = reasons_not_to_comment(actor, page=comment.page)
    if comment.parent_id:
        reasons.append(Reason("is_a_reply", _("The comment is resolved, not a reply to it.")))
    if comment.resolved_at or comment.removed_at:
        reasons.append(Reason("settled", _("This is settled already.")))
    return reasons


def reasons_not_to_remove(actor: User, *, comment: Comment) -> list[Reason]:
    """Why a person may not remove a comment: only his own."""
    if comment.removed_at:
        return [Reason("removed", _("It was removed already."))]
    if actor.pk != comment.author_id:
        return [Reason("not_his", _("Only who wrote a comment removes it."))]
    return reasons_not_to_comment(actor, page=comment.page)
