"""Hangs the screens into the admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from workflows.bundles.urls import admin_urlpatterns


def item() -> MenuItem:
    """In the main menu, for everybody: each sees those that concern him."""
    return MenuItem(_("Bundles"), reverse("bundles:index"), name="bundles", icon_name="calendar-alt", order=810)


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_admin_menu_item", item)
hooks.register("register_admin_urls", urls)
