"""What is told when a thing has ended."""

from typing import Any

from wagtail.models import Page

from workflows.endings import announcements
from workflows.passage.models import Withdrawal


def tell_of_endings(withdrawal: Withdrawal, page: Page, **_kwargs: Any) -> None:
    """Those who may look at it as the second person, and those whose texts point at it."""
    announcements.ended(withdrawal, page)
