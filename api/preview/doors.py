"""Addresses for people: those of guests stand by themselves, the rest in the admin."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from api.preview import desk, guests

_own = [
    path("preview/page/<int:page_id>/", desk.of_page, name="preview_page"),
    path("preview/page/<int:page_id>/pane/", desk.pane_of_page, name="preview_page_pane"),
    path("preview/bundle/<int:bundle_id>/", desk.of_bundle, name="preview_bundle"),
    path("preview/bundle/<int:bundle_id>/pane/", desk.pane_of_bundle, name="preview_bundle_pane"),
    path("preview/readings/", desk.readings, name="preview_readings"),
]
admin_urlpatterns = decorate_urlpatterns(decorate_urlpatterns(_own, require_admin_access), never_cache)
guest_urlpatterns = [
    path("preview/plain/", guests.plain, name="preview_plain"),
    path("preview/<str:token>/", guests.link, name="preview_link"),
]
