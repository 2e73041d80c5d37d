"""The addresses of the screens."""

from django.urls import include, path

from workflows.changes import views

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:proposal_id>/", views.proposal, name="proposal"),
]
admin_urlpatterns = [path("changes/", include((urlpatterns, "changes")))]
