"""What this room hangs into the admin."""

from typing import Any

from django.urls import path
from wagtail import hooks

from cms.redirects.viewsets import Redirects, import_list


def redirects() -> Redirects:
    """The screens of redirects."""
    return Redirects()


def urls() -> list[Any]:
    """The import, in front of the addresses of single redirects."""
    return [path("redirects/import/", import_list, name="redirects_import")]


hooks.register("register_admin_viewset", redirects)
hooks.register("register_admin_urls", urls)
