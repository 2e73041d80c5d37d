"""The addresses of the index, the schema and its documentation."""

from django.urls import path

from api.schema.views import Index

urlpatterns = [
    path("", Index.as_view(), name="index"),
]
