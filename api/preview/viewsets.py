"""The screen of the frontends' addresses."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from api.preview.changes import ADDRESS
from api.preview.forms import AddressForm
from api.preview.models import PreviewAddress
from api.preview.selectors import addresses_of
from sites.administration.views import ActionViewSet, why


class PreviewAddresses(ActionViewSet):
    """Where the frontend of each site and language shows drafts, and where what is public."""

    model = PreviewAddress
    name = "preview_addresses"  # type: ignore[assignment]
    icon = "view"
    menu_label = _("Addresses of frontends")  # type: ignore[assignment]
    menu_order = 835  # type: ignore[assignment]
    add_to_admin_menu = True
    list_display = ("site", "locale", "template", "public")
    list_filter = ("site", "locale")
    search_fields = ("template", "public")
    kind = ADDRESS
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("site"), FieldPanel("locale")]),
            FieldPanel("template"),
            FieldPanel("public"),
            why(),
        ],
        base_form_class=AddressForm,
    )

    def get_queryset(self, request: Any) -> QuerySet[PreviewAddress]:
        """Those of the sites that one administers."""
        return addresses_of(request.user)
