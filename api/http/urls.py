"""The addresses of the public API: `/api/v1/`, and at the root what robots ask and what looks after the processes."""

from django.urls import include, path

api_urlpatterns = [
    path("api/v1/", include("api.schema.urls")),
    path("api/v1/", include("api.content.urls")),
    path("api/v1/", include("api.following.urls")),
    path("api/v1/", include("api.feeds.urls")),
    path("api/v1/", include("api.search.urls")),
    path("api/v1/", include("api.submissions.urls")),
    path("api/v1/", include("api.preview.urls")),
]
root_urlpatterns = [path("", include("api.operations.urls")), path("", include("api.feeds.root_urls"))]
urlpatterns = api_urlpatterns + root_urlpatterns
