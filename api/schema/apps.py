"""The room of the schema and its documentation."""

from django.apps import AppConfig


class SchemaConfig(AppConfig):
    name = "api.schema"
    label = "api_schema"
