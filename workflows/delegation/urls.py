"""The addresses of the screen."""

from django.urls import include, path

from workflows.delegation.views import Absent, Delegations, Ending, Filling

urlpatterns = [
    path("", Delegations.as_view(), name="index"),
    path("give/", Filling.as_view(), name="give"),
    path("absence/", Absent.as_view(), name="absence"),
    path("<int:pk>/end/", Ending.as_view(), name="end"),
]
admin_urlpatterns = [path("delegations/", include((urlpatterns, "delegations")))]
