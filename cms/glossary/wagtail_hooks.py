"""What this room hangs into the admin."""

from typing import Any

from django.urls import path, re_path
from wagtail import hooks

from cms.glossary.viewsets import Terms, export_terms, import_terms


def terms() -> Terms:
    """The screens of the glossary."""
    return Terms()


def urls() -> list[Any]:
    """Import and export, in front of the addresses of single terms."""
    return [
        path("term/import/", import_terms, name="terms_import"),
        re_path(r"^term/export\.(?P<kind>xlsx|csv)$", export_terms, name="terms_export"),
    ]


hooks.register("register_admin_viewset", terms)
hooks.register("register_admin_urls", urls)
