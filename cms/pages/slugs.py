"""Which slugs a page may have below its parent, and what its writer is told where it may not."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages.gate import is_home
from cms.textstandard import RESERVED_SLUGS


def is_reserved(slug: str, parent: Page) -> bool:
    """Whether an address that begins with this slug would be one of another language."""
    return is_home(parent) and slug in RESERVED_SLUGS


def is_free(slug: str, parent: Page | None, page: Page | None = None) -> bool:
    """Whether a page may have this slug here."""
    if parent is None:
        return True
    return not is_reserved(slug, parent) and bool(Page._slug_is_available(slug, parent, page))


def free_slug(base: str, parent: Page | None, page: Page | None = None) -> str:
    """The slug, or the first one with a number behind it that is free."""
    candidate, number = base, 1
    while not is_free(candidate, parent, page):
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def slug_fault(slug: str, parent: Page | None, page: Page | None = None) -> ValidationError | None:
    """What is wrong with this slug here, with a free one named."""
    if parent is None or is_free(slug, parent, page):
        return None
    names = {"slug": slug, "parent": parent.get_admin_display_title(), "free": free_slug(slug, parent, page)}
    if is_reserved(slug, parent):
        message = _("“%(slug)s” is kept for a language. Choose another slug, such as “%(free)s”.")
        return ValidationError(message % names, code="slug_reserved")
    message = _("“%(slug)s” is already used under “%(parent)s”. “%(free)s” is free.")
    return ValidationError(message % names, code="slug_taken")
