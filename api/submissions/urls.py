"""The addresses to which citizens and contributors write."""

from django.urls import path

from api.submissions.views import Contributions, Tracking

urlpatterns = [
    path("contributions/", Contributions.as_view(), name="contributions"),
    path("tracking/<code>/", Tracking.as_view(), name="tracking"),
]
