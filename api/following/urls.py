"""The address of the changes."""

from django.urls import path

from api.following.views import Changes

urlpatterns = [path("changes/", Changes.as_view(), name="changes")]
