"""Reasons why a notice may not be submitted as it is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.notices.models import NoticePage
from cms.pages.models import BasePage
from cms.pages.registry import submission_guards
from sites import clock
from sites.refusals import Reason


def term_not_over(page: BasePage) -> Iterator[Reason]:
    """A notice that has never been public is not submitted after its last day."""
    if not isinstance(page, NoticePage) or page.first_published_at is not None:
        return
    if page.in_force_until and page.in_force_until < clock.today():
        yield Reason("term_over", _("The last day of the notice has passed."), field="in_force_until")


def register() -> None:
    """Called when the room is ready."""
    submission_guards.register("cms.notices.term_not_over", term_not_over)
