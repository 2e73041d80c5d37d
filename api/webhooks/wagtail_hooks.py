"""Hung on Wagtail's admin: the screens. The ways to them stand on the screen of a consumer."""

from typing import Any

from wagtail import hooks

from api.webhooks.urls import admin_urlpatterns


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_admin_urls", urls)
