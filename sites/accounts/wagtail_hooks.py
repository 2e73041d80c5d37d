"""What this room hangs into the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sites.accounts.panels import RightsAlarms
from sites.accounts.policies import may_enter, may_manage_people
from sites.accounts.urls import admin_urlpatterns


class PeopleItem(MenuItem):
    """The way to the list, for who manages people."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the policy."""
        return may_enter(request.user)  # type: ignore[arg-type]


def people_item() -> MenuItem:
    """In the main menu."""
    return PeopleItem(_("People"), reverse("people:index"), name="people", icon_name="group", order=850)


def people_urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


def alarms(request: HttpRequest, panels: list[Any]) -> None:
    """For administrators alone."""
    if may_manage_people(request.user):  # type: ignore[arg-type]
        panels.append(RightsAlarms(request.user))  # type: ignore[arg-type]


hooks.register("register_admin_menu_item", people_item)
hooks.register("register_admin_urls", people_urls)
hooks.register("construct_homepage_panels", alarms)
