"""Hung on Wagtail's admin: among the reports, for everybody: each sees his own sites."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from workflows.upkeep.urls import admin_urlpatterns


def item() -> MenuItem:
    """The way to the texts that use an old term."""
    return MenuItem(_("Translations with old terms"), reverse("upkeep:terms"), name="old-terms", icon_name="openquote")


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_reports_menu_item", item)
hooks.register("register_admin_urls", urls)
