"""What Wagtail's screens ask a page again and again, asked once while a screen is drawn (`sites.memory`)."""

from typing import Any

from wagtail.models import Locale, Page, Revision, WorkflowState

from sites.domains.selectors import homes_beside
from sites.memory import is_remembering, remembered


def language_of(page: Page) -> Locale:
    """The language of a page. While a screen is drawn, the languages of its site are asked for anyway."""
    homes = homes_beside(page) if is_remembering(firm=True) else []
    known = (home.locale for home in homes if home.locale_id == page.locale_id)
    return next(known, None) or Locale.objects.get(pk=page.locale_id)


@remembered(by=lambda page: page.pk)
def workflow_state_of(page: Any) -> WorkflowState | None:
    """Where a page stands in Wagtail's workflow, with the step that it waits at."""
    states = page.workflow_states.active().select_related("workflow", "requested_by", "current_task_state__task")
    state: WorkflowState | None = states.first()
    return state


@remembered(by=lambda revision: revision.pk, firm=True)
def page_of(revision: Revision) -> Any:
    """The page as it stands in a revision. For reading: what is asked about one text asks one page."""
    return revision.as_object()


@remembered(by=lambda path: path, firm=True)
def line_down_to(path: str) -> list[Page]:
    """The pages from Root down to a place of the tree. Remembered, and with it the lines down to each of them."""
    above = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
    line = list(Page.objects.filter(path__in=above).order_by("path"))
    for length, page in enumerate(line, start=1):
        line_down_to.tell(line[:length], page.path)
    return line


def page_at(path: str) -> Page | None:
    """The page at a place of the tree."""
    return next((page for page in line_down_to(path) if page.path == path), None)


@remembered(by=lambda page: page.pk)
def translations_of(page: Any) -> list[Any]:
    """The same text in other languages."""
    return list(page.get_translations().select_related("locale"))


@remembered(by=lambda page: page.pk)
def scheduled_revision_of(page: Any) -> Revision | None:
    """The revision of a page that has a time to go public."""
    return page.revisions.filter(approved_go_live_at__isnull=False).first()  # type: ignore[no-any-return]
