"""What this room hangs into the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sites.accounts.policies import may_enter
from sites.security.ages import age_of
from sites.security.panels import PasswordEnds
from sites.security.urls import admin_urlpatterns


class LogItem(MenuItem):
    """The way to the log, for who manages people."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the policy."""
        return may_enter(request.user)  # type: ignore[arg-type]


def own_item(_request: HttpRequest) -> dict[str, Any]:
    """On the page of one's own account."""
    return {
        "url": reverse("security:own"),
        "label": _("Safety of my account"),
        "help_text": _("Where you are logged in, what was done, and what to do when others may know your password."),
    }


def password_ends(request: HttpRequest, panels: list[Any]) -> None:
    """For whom a rule warns."""
    age = age_of(request.user, session=request.session)  # type: ignore[arg-type]
    if age is not None and age.is_near:
        panels.append(PasswordEnds(age))


def log_item() -> MenuItem:
    """Among the reports."""
    return LogItem(_("Log of security"), reverse("security:log"), name="security-log", icon_name="history", order=900)


def security_urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_account_menu_item", own_item)
hooks.register("construct_homepage_panels", password_ends)
hooks.register("register_reports_menu_item", log_item)
hooks.register("register_admin_urls", security_urls)
