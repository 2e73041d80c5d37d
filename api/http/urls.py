"""The addresses of the public API: `/api/v1/`, and the two that look after the process."""

from django.urls import include, path

from api.http.health import Healthz, Readyz

api_urlpatterns = [
    path("api/v1/", include("api.schema.urls")),
    path("api/v1/", include("api.content.urls")),
]
health_urlpatterns = [
    path("healthz", Healthz.as_view(), name="healthz"),
    path("readyz", Readyz.as_view(), name="readyz"),
]
urlpatterns = api_urlpatterns + health_urlpatterns
