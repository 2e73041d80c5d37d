"""Addresses in the admin."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from workflows.translation import views

urlpatterns = [
    path("", views.index, name="index"),
    path("begin/<int:page_id>/<slug:locale>/", views.start, name="start"),
    path("<int:translation_id>/", views.text, name="text"),
    path("<int:translation_id>/memory/", views.memory, name="memory"),
    path("<int:translation_id>/preview/", views.preview, name="preview"),
]
admin_urlpatterns = decorate_urlpatterns(
    decorate_urlpatterns([path("translation/", include((urlpatterns, "translation")))], require_admin_access),
    never_cache,
)
