"""The addresses of the chain editor."""

from django.urls import include, path

from workflows.boards.views import Chains, Drawing, Ending, Renaming, Revising

urlpatterns = [
    path("", Chains.as_view(), name="index"),
    path("<int:pk>/", Drawing.as_view(), name="chain"),
    path("<int:pk>/change/", Revising.as_view(), name="revise"),
    path("<int:pk>/end/", Ending.as_view(), name="end"),
    path("boards/<int:pk>/roles/", Renaming.as_view(), name="roles"),
]
admin_urlpatterns = [path("chains/", include((urlpatterns, "chains")))]
