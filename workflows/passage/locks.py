"""One order of locks for everything that moves an item: the page, its revision, Wagtail's state, the passage.

The tree's lock is not among them: a page whose row is locked is not moved, and whoever saves a page holds its row.
"""

from wagtail.models import Page, Revision, WorkflowState

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


def lock_revision(revision: Revision) -> Revision:
    """The revision as it is now, until the transaction ends: an autosave at this moment waits, and finds it frozen."""
    return Revision.objects.select_for_update(of=("self",), no_key=True).get(pk=revision.pk)
