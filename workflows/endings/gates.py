"""Nothing is public below a section that is not, and no section runs out while something is public below it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.pages.gate import is_home
from cms.pages.models import BasePage
from sites.refusals import Reason, Refused


def under_a_living_section(page: BasePage, _revision: Revision | None) -> None:
    """Refuse to publish a page whose section was closed."""
    if _orphaned(page):
        raise Refused(_words(), code="section_closed")


def section_lives(page: BasePage) -> Iterator[Reason]:
    """The same, said before the way to publication begins."""
    if _orphaned(page):
        yield Reason("section_closed", _words())


def nothing_below_expires(page: BasePage) -> Iterator[Reason]:
    """A page with others below it has no last day: they would be left without it."""
    if page.expire_at and not page.is_leaf():
        yield Reason("expires_above", _("Pages lie below it; it cannot have a last day."), "expire_at")


def _orphaned(page: BasePage) -> bool:
    if page.pk is None or is_home(page) or page.depth <= 1:
        return False
    parent = page.get_parent()
    return not is_home(parent) and not parent.live and parent.first_published_at is not None


def _words() -> str:
    return _("Its section is not public any more. Move the item to another one.")
