"""The lists of pages: what the buttons of their rows ask, they ask once for all rows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.models import Page

from cms.pages import gate
from cms.pages.registry import listing_columns


class Foreseeing:
    """Asks the gates about all rows before they are drawn."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the answers in memory."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        gate.foresee(context["object_list"])
        return context


def _with_more(columns: Iterable[Any]) -> list[Any]:
    """These columns, and before the last one those that other rooms hang here."""
    *first, last = columns
    more = [Column(name, label=entry.label, accessor=_said(name)) for name, entry in listing_columns.items()]
    return [*first, *more, last]


def _said(name: str) -> Callable[[Any], str]:
    return lambda page: getattr(page, "said_in_lists", {}).get(name, "")


def _say(pages: Sequence[Any]) -> None:
    """Write to every row what its further columns say."""
    values = {name: entry.values(pages) for name, entry in listing_columns.items()} if pages else {}
    for page in pages:
        page.said_in_lists = {name: found.get(page.pk, "") for name, found in values.items()}


class PageListing(Foreseeing, ExplorableIndexView):  # type: ignore[misc]
    """What lies below a page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the further columns say."""
        context = super().get_context_data(**kwargs)
        _say(list(context["object_list"]))
        table = context["table"]
        table.columns = {column.name: column for column in _with_more(table.columns.values())}
        return context


class PageSearch(Foreseeing, SearchView):  # type: ignore[misc]
    """What is found in all sites of a person; Wagtail says of how many and leaves out of what."""

    verbose_name = Page._meta.verbose_name  # type: ignore[assignment]
    verbose_name_plural = Page._meta.verbose_name_plural  # type: ignore[assignment]

    def get_queryset(self) -> Any:
        """How many there are of each type was counted: so many are all, and so many of the one that was chosen."""
        pages: Any = super().get_queryset()
        numbers = dict(self.content_types)
        every = sum(numbers.values())
        self.all_pages._count_cache = every
        pages._count_cache = numbers.get(self.selected_content_type, 0) if self.selected_content_type else every
        return pages


class PagesOfType(Foreseeing, ContentTypeUseView):  # type: ignore[misc]
    """All pages of one type."""
