"""Asking the registries, whatever the door through which a page goes live, stops being live, moves or is deleted."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from cms.pages import registry
from sites.domains.selectors import home_of
from sites.memory import remembered
from sites.refusals import Reason, Refused

if TYPE_CHECKING:
    from cms.pages.models import BasePage

HOME_DEPTH = 2
# What Wagtail writes about a page while its text stays as it is.
BOOKKEEPING = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "numchild",
        COMMENTS_RELATION_NAME,
    }
)


class RevisionFrozen(Refused, PermissionDenied):
    """A revision that somebody has decided on is not overwritten. Wagtail's edit view shows a PermissionDenied."""

    default_code = "revision_frozen"


def is_home(page: Page) -> bool:
    """Whether a page is the home of a site: a child of Root."""
    return page.depth == HOME_DEPTH


def is_bookkeeping(update_fields: Iterable[str] | None) -> bool:
    """Whether a save writes nothing of the text, of the address, or of being live."""
    return update_fields is not None and set(update_fields) <= BOOKKEEPING


def ask_before_saving(page: "BasePage") -> None:
    """Refuse an alias (wagtail/wagtail#11344); ask whoever has a say when a page goes, is or stops being live."""
    if page.alias_of_id:
        raise Refused(_("Pages are not mirrored. Copy the page instead."), code="no_aliases")
    if page.live:
        ask_before_publishing(page, page.live_revision)
    elif page.pk is not None and Page.objects.filter(pk=page.pk, live=True).exists():
        ask_before_unpublishing(page)


def ask_before_publishing(page: "BasePage", revision: Revision | None) -> None:
    """Ask every publication gate."""
    for gate in registry.publication_gate:
        gate(page, revision)


def ask_before_unpublishing(page: "BasePage") -> None:
    """Ask every unpublication gate."""
    for gate in registry.unpublication_gate:
        gate(page, None)


def ask_before_deleting(pages: Sequence[Page]) -> None:
    """Refuse homes that a site uses; ask every deletion gate. Nothing goes unless all of them go."""
    if reasons := [*_why_they_stay(pages).values()]:
        raise Refused(reasons=reasons[:1])


@remembered(by=lambda page: page.pk)
def why_it_stays(page: Page) -> Reason | None:
    """Why this page alone, without what lies below, may not be deleted."""
    return _why_they_stay([page]).get(page.pk)


def foresee(pages: Iterable[Page]) -> None:
    """Ask about the pages of a list at once: their buttons will ask about each."""
    drafts = [page for page in pages if not page.live]
    reasons = _why_they_stay(drafts)
    for page in drafts:
        why_it_stays.tell(reasons.get(page.pk), page)


def _why_they_stay(pages: Sequence[Page]) -> dict[int, Reason]:
    homes = [page for page in pages if is_home(page) and home_of(page) is not None]
    reasons = {page.pk: Reason("home_stays", _("The home page of a site cannot be deleted.")) for page in homes}
    for gate in registry.deletion_gate:
        if rest := [page for page in pages if page.pk not in reasons]:
            reasons |= gate(rest)
    return reasons


def ask_before_overwriting(page: "BasePage", revision: Revision) -> None:
    """Ask every revision gate; what they refuse is shown by Wagtail's edit view."""
    try:
        for gate in registry.revision_gate:
            gate(page, revision)
    except Refused as refusal:
        raise RevisionFrozen(str(refusal), code=refusal.code, reasons=refusal.reasons) from refusal


def ask_before_moving(page: Page, parent: Page) -> None:
    """Refuse moving a home, moving out of a site or a language (house 4), and what is public into what is not."""
    if is_home(page):
        raise Refused(_("The home page of a site cannot be moved."), code="home_stays")
    if not same_site_and_language(page, parent):
        message = _("A page stays in its site and its language. Copy it, or propose it to the other site.")
        raise Refused(message, code="other_site")
    if page.live and not parent.live:
        raise Refused(_("What is public does not move into what is not."), code="section_closed")


def same_site_and_language(page: Page, parent: Page) -> bool:
    """Whether both lie under the same home."""
    length = HOME_DEPTH * Page.steplen
    return parent.depth >= HOME_DEPTH and page.path[:length] == parent.path[:length]
