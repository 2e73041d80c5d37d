"""What of a page is public: its text (hashed) and the facts around it. Filled in by the types' `public.py`."""

from cms.pages.models import BasePage
from cms.pages.public import Facts, Json


def text_of(page: BasePage) -> Json:
    """The text of a page, live or rebuilt from a revision."""
    raise NotImplementedError


def facts_of(page: BasePage) -> Facts:
    """The facts around a live page."""
    raise NotImplementedError
