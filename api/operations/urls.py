"""The addresses that look after the processes."""

from django.urls import path

from api.operations.views import Healthz, Metrics, Readyz

urlpatterns = [
    path("healthz", Healthz.as_view(), name="healthz"),
    path("readyz", Readyz.as_view(), name="readyz"),
    path("metrics", Metrics.as_view(), name="metrics"),
]
