"""Every address of the system, room by room."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from api.http.urls import api_urlpatterns, health_urlpatterns

urlpatterns = [
    *health_urlpatterns,
    *api_urlpatterns,
    path("", include("cms.media.urls")),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("", include(wagtail_urls)),
]
