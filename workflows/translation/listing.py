"""How texts stand in other languages, in the lists of pages."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.pages.registry import ListingColumn, listing_columns
from workflows.translation.standing import standings_of


def states_of(pages: Sequence[Page]) -> Mapping[int, str]:
    """The states of these pages, sources and translations alike, by number; one query."""
    found: dict[int, list[str]] = {}
    for one in standings_of({page.translation_key for page in pages}):
        said = f"{one.locale}: {one.state.label}"
        for number in filter(None, (one.source_page, one.page)):
            found.setdefault(number, []).append(said)
    return {number: ", ".join(said) for number, said in found.items()}


def register() -> None:
    """Called when the room is ready."""
    listing_columns.register("translations", ListingColumn(_("Translations"), states_of))
