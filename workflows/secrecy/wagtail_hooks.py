"""Hangs the screen into the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from workflows.secrecy.selectors import sites_to_clear
from workflows.secrecy.urls import admin_urlpatterns


class StopsItem(MenuItem):
    """Shown to who may clear a find."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether any site's rule names him."""
        user: Any = request.user
        return bool(sites_to_clear(user))


def item() -> MenuItem:
    """In the main menu."""
    return StopsItem(_("Secrecy stops"), reverse("secrecy:stops"), name="secrecy", icon_name="lock", order=830)


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_admin_menu_item", item)
hooks.register("register_admin_urls", urls)
