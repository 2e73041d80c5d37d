"""The lists of pages: what the buttons of their rows ask, they ask once for all rows."""

from typing import Any

from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import ContentTypeUseView

from cms.pages import gate


class Foreseeing:
    """Asks the gates about all rows before they are drawn."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the answers in memory."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        gate.foresee(context["object_list"])
        return context


class PageListing(Foreseeing, ExplorableIndexView):  # type: ignore[misc]
    """What lies below a page."""


class PageSearch(Foreseeing, SearchView):  # type: ignore[misc]
    """What is found in all sites of a person."""


class PagesOfType(Foreseeing, ContentTypeUseView):  # type: ignore[misc]
    """All pages of one type."""
