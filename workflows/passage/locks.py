"""One order of locks for everything that moves an item: the page, its revision, Wagtail's state, the passage.

Several pages are locked in the order of their numbers. The tree's lock is not among them: a page whose row is locked
is not moved, and whoever saves a page holds its row.
"""

from collections.abc import Iterable

from wagtail.models import Page, Revision, WorkflowState

from workflows.passage.company import UNDER_WAY
from workflows.passage.models.records import Passage


def lock_page(page_id: int) -> Page:
    """The page as it is now, of its specific class, locked until the transaction ends."""
    return Page.objects.select_for_update(of=("self",)).get(pk=page_id).specific


def lock_passage(passage: Passage) -> Passage:
    """The passage as it is now, with its page, both locked until the transaction ends."""
    page = lock_page(passage.page_id)
    if passage.workflow_state_id:
        list(WorkflowState.objects.select_for_update(of=("self",)).filter(pk=passage.workflow_state_id))
    locked = Passage.objects.select_for_update(of=("self",)).get(pk=passage.pk)
    locked.page = page
    return locked


def lock_pages(page_ids: Iterable[int]) -> dict[int, Page]:
    """Pages as they are now, of their specific classes, by number, locked until the transaction ends."""
    locked = Page.objects.select_for_update(of=("self",)).filter(pk__in=set(page_ids)).order_by("pk")
    return {page.pk: page for page in [page.specific for page in locked]}


def lock_company(passage: Passage) -> list[Passage]:
    """A passage and those that go with it as they are now, with their pages, locked until the transaction ends."""
    if passage.led_by_id is None:
        return [lock_passage(passage)]
    company = Passage.objects.filter(led_by=passage.led_by_id)
    pages = lock_pages(company.values_list("page", flat=True))
    states = WorkflowState.objects.select_for_update(of=("self",)).filter(passage__led_by=passage.led_by_id)
    list(states.order_by("pk"))
    locked = list(company.select_for_update(of=("self",)).order_by("pk"))
    for one in locked:
        one.page = pages[one.page_id]
    return locked


def lock_beside(page_ids: Iterable[int]) -> None:
    """Lock pages and those of the companies in which they are under way, in one order, before any of them alone."""
    wanted = set(page_ids)
    led = Passage.objects.filter(page__in=wanted, state__in=UNDER_WAY, led_by__isnull=False).values("led_by")
    beside = Passage.objects.filter(led_by__in=led).values_list("page", flat=True)
    lock_pages(wanted.union(beside))


def lock_revision(revision_id: int | None) -> Revision:
    """The revision as it is now, until the transaction ends: an autosave at this moment waits, and finds it frozen."""
    return Revision.objects.select_for_update(of=("self",), no_key=True).get(pk=revision_id)
