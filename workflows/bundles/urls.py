"""The addresses of the screens."""

from django.urls import include, path

from workflows.bundles import views

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.opening, name="new"),
    path("<int:bundle_id>/", views.bundle, name="bundle"),
    path("<int:bundle_id>/details/", views.details, name="details"),
]
admin_urlpatterns = [path("bundles/", include((urlpatterns, "bundles")))]
