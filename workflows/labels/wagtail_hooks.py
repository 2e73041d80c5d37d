"""Hung on Wagtail's admin: the screens."""

from typing import Any

from wagtail import hooks

from workflows.labels.urls import admin_urlpatterns


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_admin_urls", urls)
