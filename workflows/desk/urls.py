"""Addresses of the desk, and those that stand in the place of Wagtail's: mounted in front of it."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.desk import bundles, choosers, media, tags, views

_own = [
    path("desk/<int:passage_id>/", views.item, name="desk_item"),
    path("desk/bundles/<int:bundle_id>/", bundles.bundle, name="desk_bundle"),
    path("desk/notices/read/", views.notices_read, name="desk_notices_read"),
]
_in_place = [
    path("choose-page/", choosers.Browsing.as_view(), name="wagtailadmin_choose_page"),
    path("choose-page/<int:parent_page_id>/", choosers.Browsing.as_view(), name="wagtailadmin_choose_page_child"),
    path("choose-page/search/", choosers.Searching.as_view(), name="wagtailadmin_choose_page_search"),
    path(
        "choose-page/chosen-multiple/", choosers.ChosenMany.as_view(), name="wagtailadmin_choose_page_chosen_multiple"
    ),
    path("images/", media.Pictures.as_view(), name="desk_pictures"),
    path("images/results/", media.Pictures.as_view(results_only=True), name="desk_pictures_results"),
    path("images/chooser/", media.picture_choosers.choose_view, name="desk_choose_picture"),
    path("documents/", media.Files.as_view(), name="desk_files"),
    path("documents/results/", media.Files.as_view(results_only=True), name="desk_files_results"),
    path("tag-autocomplete/", tags.autocomplete, name="wagtailadmin_tag_autocomplete"),
    path(
        "tag-autocomplete/<slug:app_name>/<slug:model_name>/",
        tags.autocomplete,
        name="wagtailadmin_tag_model_autocomplete",
    ),
]
admin_urlpatterns = decorate_urlpatterns(decorate_urlpatterns([*_own, *_in_place], require_admin_access), never_cache)
