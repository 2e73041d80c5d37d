"""Addresses that stand in the place of Wagtail's: the same paths and names, mounted in front of it."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.desk import choosers, tags

_in_place = [
    path("choose-page/", choosers.Browsing.as_view(), name="wagtailadmin_choose_page"),
    path("choose-page/<int:parent_page_id>/", choosers.Browsing.as_view(), name="wagtailadmin_choose_page_child"),
    path("choose-page/search/", choosers.Searching.as_view(), name="wagtailadmin_choose_page_search"),
    path(
        "choose-page/chosen-multiple/", choosers.ChosenMany.as_view(), name="wagtailadmin_choose_page_chosen_multiple"
    ),
    path("tag-autocomplete/", tags.autocomplete, name="wagtailadmin_tag_autocomplete"),
    path(
        "tag-autocomplete/<slug:app_name>/<slug:model_name>/",
        tags.autocomplete,
        name="wagtailadmin_tag_model_autocomplete",
    ),
]
admin_urlpatterns = decorate_urlpatterns(decorate_urlpatterns(_in_place, require_admin_access), never_cache)
