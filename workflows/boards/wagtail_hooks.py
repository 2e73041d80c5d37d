"""Hangs the chain editor into the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from workflows.boards.policies import reasons_not_to_keep
from workflows.boards.urls import admin_urlpatterns


class ChainsItem(MenuItem):
    """The way to the chains, for administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the policy."""
        return not reasons_not_to_keep(request.user)  # type: ignore[arg-type]


def item() -> MenuItem:
    """In the main menu."""
    return ChainsItem(_("Chains"), reverse("chains:index"), name="chains", icon_name="tasks", order=890)


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_admin_menu_item", item)
hooks.register("register_admin_urls", urls)
