"""Hangs the inbox into the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from workflows.contributions.selectors import account_sites, desks_of
from workflows.contributions.urls import admin_urlpatterns


class InboxItem(MenuItem):
    """Shown to who sits at the desk of a site that takes contributions."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is such a site."""
        user: Any = request.user
        return bool(desks_of(user))


class ContributorsItem(MenuItem):
    """Shown to who opens accounts of contributors."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is a site for which he does."""
        user: Any = request.user
        return bool(account_sites(user))


def contributors() -> MenuItem:
    """In the main menu."""
    address = reverse("contributions:people")
    return ContributorsItem(_("Contributors"), address, name="contributors", icon_name="group", order=811)


def item() -> MenuItem:
    """In the main menu."""
    return InboxItem(
        _("Contributions"), reverse("contributions:start"), name="contributions", icon_name="mail", order=810
    )


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_admin_menu_item", item)
hooks.register("register_admin_menu_item", contributors)
hooks.register("register_admin_urls", urls)
