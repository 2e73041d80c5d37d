"""The hash of a text: what an approval holds, what a release allows."""

from wagtail.models import Page, Revision

from cms.pages.presenters import text_of
from cms.pages.public import digest


def hash_of(page: Page) -> str:
    """The SHA-256 of the text of a page, live or rebuilt from a revision."""
    return digest(text_of(page))


def hash_of_revision(revision: Revision) -> str:
    """The SHA-256 of the text of a revision, with pictures and names as they are now."""
    return hash_of(revision.as_object())
