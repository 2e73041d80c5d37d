"""Addresses in the admin, beside those of the desk."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.labels import views

urlpatterns = [
    path("ready/<slug:locale>/<int:site_id>/", views.ready, name="ready"),
    path("<str:row_kind>/<int:row_number>/<slug:locale>/", views.row, name="row"),
    path("<str:row_kind>/<int:row_number>/<slug:locale>/memory/", views.memory, name="memory"),
]
admin_urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns([path("translation/rows/", include((urlpatterns, "labels")))], require_admin_access),
    never_cache,
)
