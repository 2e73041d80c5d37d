"""The hash of a text: what an approval holds, what a release allows."""

from typing import Any

from wagtail.models import Page, Revision

from cms.pages.asked import page_of
from cms.pages.presenters import text_of
from cms.pages.public import digest
from sites.memory import remembered


def hash_of(page: Page) -> str:
    """The SHA-256 of the text of a page, live or rebuilt from a revision."""
    return digest(text_of(page))


def newest_of(page: Page) -> Any:
    """The page as its newest draft has it, for reading."""
    return page_of(page.latest_revision) if page.latest_revision_id else page.specific


@remembered(by=lambda revision: revision.pk, firm=True)
def hash_of_revision(revision: Revision) -> str:
    """The SHA-256 of the text of a revision, with pictures and names as they are now."""
    return hash_of(page_of(revision))
