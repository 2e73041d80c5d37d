"""Hangs the screen into the admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from workflows.delegation.urls import admin_urlpatterns


def item() -> MenuItem:
    """In the main menu, for everybody: each sees his own."""
    return MenuItem(_("Delegations"), reverse("delegations:index"), name="delegations", icon_name="user", order=820)


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_admin_menu_item", item)
hooks.register("register_admin_urls", urls)
