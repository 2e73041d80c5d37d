"""No text with words or stamps of secrecy is submitted, whatever the door."""

from collections.abc import Iterator

from cms.pages.models import BasePage
from cms.pages.presenters import text_of
from cms.pages.registry import public_type_of, submission_guards
from sites.domains.selectors import site_of
from sites.refusals import Reason
from workflows.secrecy.marks import Find
from workflows.secrecy.policies import reasons_of_finds
from workflows.secrecy.reading import finds_in_text
from workflows.secrecy.selectors import not_cleared, subject_of


def finds_of(page: BasePage) -> list[Find]:
    """What is found in a page as it is, and was not cleared."""
    site = site_of(page)
    if site is None or public_type_of(page) is None:
        return []
    return not_cleared(finds_in_text(site, text_of(page)), subject=subject_of(page))


def no_marks_of_secrecy(page: BasePage) -> Iterator[Reason]:
    """Words and stamps that stop an item, with place and article."""
    found = finds_of(page)
    site = site_of(page)
    if found and site:
        yield from reasons_of_finds(site, found)


def register() -> None:
    """Called when the room is ready."""
    submission_guards.register("workflows.secrecy.no_marks_of_secrecy", no_marks_of_secrecy)
