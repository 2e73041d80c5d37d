"""The form of an item that is filed under a category."""

from typing import Any

from django.db.models import Q

from cms.pages.forms import PageForm
from sites.domains.selectors import site_of


class FiledForm(PageForm):
    """Offers the categories of the province and of the item's own site, no other site's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("category")
        if field is not None:
            site = site_of(self.parent_page) if self.parent_page else None
            field.queryset = field.queryset.filter(Q(site__isnull=True) | Q(site=site))
