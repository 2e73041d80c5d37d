"""The addresses of the public API: `/api/v1/`, and those that look after the processes."""

from django.urls import include, path

api_urlpatterns = [
    path("api/v1/", include("api.schema.urls")),
    path("api/v1/", include("api.content.urls")),
    path("api/v1/", include("api.search.urls")),
    path("api/v1/", include("api.submissions.urls")),
    path("api/v1/", include("api.preview.urls")),
]
health_urlpatterns = [path("", include("api.operations.urls"))]
urlpatterns = api_urlpatterns + health_urlpatterns
