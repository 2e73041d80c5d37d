"""What this room hangs into the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sites.accounts.policies import may_enter
from sites.reviews.panels import ReviewsDue
from sites.reviews.urls import admin_urlpatterns


class RightsItem(MenuItem):
    """The way to the table, for who manages people."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the policy."""
        return may_enter(request.user)  # type: ignore[arg-type]


def rights_item() -> MenuItem:
    """Among the reports."""
    return RightsItem(_("Review of rights"), reverse("reviews:rights"), name="rights", icon_name="key", order=890)


def due(request: HttpRequest, panels: list[Any]) -> None:
    """For who reviews."""
    if may_enter(request.user):  # type: ignore[arg-type]
        panels.append(ReviewsDue(request.user))  # type: ignore[arg-type]


def reviews_urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_reports_menu_item", rights_item)
hooks.register("construct_homepage_panels", due)
hooks.register("register_admin_urls", reviews_urls)
