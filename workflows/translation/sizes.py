"""How many words a source has: told on the desk, so that work can be chosen by its size."""

from collections.abc import Collection
from typing import cast
from uuid import UUID

from wagtail.models import Page

from cms.pages.models import BasePage
from cms.pages.segments import segments_of
from workflows.translation.standing import Standing


def words_of(standings: Collection[Standing]) -> dict[UUID, int]:
    """The words of some sources, by public id: those of one sheet of the list; a query a kind of page."""
    pages = Page.objects.filter(pk__in=[one.source_page for one in standings]).specific()
    return {
        page.translation_key: sum(segment.words for segment in segments_of(cast("BasePage", page))) for page in pages
    }
