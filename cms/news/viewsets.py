"""The screen of categories."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from cms.news.changes import CATEGORY
from cms.news.models import Category
from sites.administration.policies import sites_administered_by
from sites.administration.views import ActionForm, ActionViewSet, translations, why


class CategoryForm(ActionForm):
    """Code and site are asked once. Who administers some sites chooses among them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.for_user
        site: Any = self.fields["site"]
        site.queryset = sites_administered_by(person)
        site.required = not person.is_superuser
        for name in ("code", "site"):
            self.fields[name].disabled = self.instance.pk is not None


class Categories(ActionViewSet):
    """The fields of life under which items are filed."""

    model = Category
    icon = "tag"
    menu_label = _("Categories")  # type: ignore[assignment]
    menu_order = 810  # type: ignore[assignment]
    add_to_admin_menu = True
    list_display = ("name_vi", "name_en", "code", "site", "position")
    list_filter = ("site",)
    search_fields = ("name_vi", "name_en", "code")
    kind = CATEGORY
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name_vi"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("code"), FieldPanel("position")]),
            FieldPanel("site"),
            translations(),
            why(),
        ],
        base_form_class=CategoryForm,
    )

    def get_queryset(self, request: Any) -> QuerySet[Category]:
        """Those of the province, to know them, and those of one's own sites."""
        every = Category.objects.select_related("site")
        return every.filter(Q(site__isnull=True) | Q(site__in=sites_administered_by(request.user)))
