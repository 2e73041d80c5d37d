"""The addresses of the screens."""

from django.urls import include, path

from workflows.secrecy import views

urlpatterns = [
    path("", views.stops, name="stops"),
    path("<int:stop_id>/", views.stop, name="stop"),
]
admin_urlpatterns = [path("secrecy/", include((urlpatterns, "secrecy")))]
