"""The addresses of the index, the schema and its documentation."""

from django.urls import path

from api.schema.views import Docs, Index, Schema

urlpatterns = [
    path("", Index.as_view(), name="index"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
]
