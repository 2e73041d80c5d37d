"""Addresses in the admin."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.languages import views

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:site_id>/", views.site, name="site"),
]
admin_urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns([path("languages/", include((urlpatterns, "languages")))], require_admin_access),
    never_cache,
)
