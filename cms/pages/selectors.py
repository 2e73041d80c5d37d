"""Finding pages by their outside name."""

from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages.models import BasePage
from sites.refusals import Missing


def page_for(public_id: UUID, locale: str) -> BasePage:
    """The page of a thing in a language, of its specific class; raises Missing."""
    page = Page.objects.filter(translation_key=public_id, locale__language_code=locale).first()
    specific = page.specific if page else None
    if not isinstance(specific, BasePage):
        raise Missing(_("There is no such page."), code="unknown_page")
    return specific
