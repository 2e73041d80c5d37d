"""Addresses in the admin."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.machine import views

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:translation_id>/", views.ask, name="ask"),
]
admin_urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns([path("machine-help/", include((urlpatterns, "machine")))], require_admin_access),
    never_cache,
)
