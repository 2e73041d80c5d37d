"""Every address of the system, room by room. No page is rendered here: frontends are written by others."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from api.erasing.urls import admin_urlpatterns as erasing_urlpatterns
from api.http.urls import api_urlpatterns, root_urlpatterns
from api.preview.doors import admin_urlpatterns as preview_urlpatterns
from api.preview.doors import guest_urlpatterns
from sites.accounts.urls import door_urlpatterns
from workflows.comments.urls import admin_urlpatterns as comments_urlpatterns
from workflows.contributions.urls import urlpatterns as contributor_urlpatterns
from workflows.desk.urls import admin_urlpatterns as desk_urlpatterns
from workflows.emergency.urls import admin_urlpatterns as emergency_urlpatterns
from workflows.endings.urls import admin_urlpatterns as endings_urlpatterns
from workflows.passage.urls import admin_urlpatterns as passage_urlpatterns
from workflows.privacy.urls import admin_urlpatterns as privacy_urlpatterns

urlpatterns = [
    *root_urlpatterns,
    *api_urlpatterns,
    path("", include("cms.media.urls")),
    path("", include(contributor_urlpatterns)),
    path("", include(guest_urlpatterns)),
    path("admin/", include(door_urlpatterns)),
    path("admin/", include(desk_urlpatterns)),
    path("admin/", include(emergency_urlpatterns)),
    path("admin/", include(privacy_urlpatterns)),
    path("admin/", include(comments_urlpatterns)),
    path("admin/", include(passage_urlpatterns)),
    path("admin/", include(endings_urlpatterns)),
    path("admin/", include(erasing_urlpatterns)),
    path("admin/", include(preview_urlpatterns)),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("", RedirectView.as_view(url="/api/v1/docs/")),
]
