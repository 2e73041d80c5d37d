"""Addresses in the admin."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.coverage import views

urlpatterns = [
    path("", views.index, name="index"),
    path("figures.xlsx", views.xlsx, name="xlsx"),
    path("figures.json", views.data, name="json"),
]
admin_urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns([path("coverage/", include((urlpatterns, "coverage")))], require_admin_access), never_cache
)
