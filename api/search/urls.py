"""The addresses of the search."""

from django.urls import path

from api.search.views import Search, Suggest

urlpatterns = [
    path("search/", Search.as_view(), name="search"),
    path("suggest/", Suggest.as_view(), name="suggest"),
]
