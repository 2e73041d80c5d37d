"""The admin of pages of every type: lean listings, our editor, moves under the lock."""

from typing import Any

from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet

from cms.pages.listing import PageListing, PageSearch, PagesOfType
from cms.pages.views import PageEditing, PageMoving


class LeanFilters(GenericPageFilterSet):
    """Without the lists of all owners, all editors and all sites: with 200 sites they weigh more than the listing."""

    owner: Any = None
    edited_by: Any = None
    site: Any = None


class BasePageViewSet(PageViewSet):
    """Pages of every type. Floors above register a subclass later: the last one holds."""

    filterset_class: Any = LeanFilters
    index_view_class = PageListing
    search_view_class = PageSearch
    content_type_use_view_class = PagesOfType
    edit_view_class = PageEditing
    move_confirm_view_class = PageMoving
