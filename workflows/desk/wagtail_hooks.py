"""Hung on Wagtail's admin."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WhatsNewInWagtailVersionPanel,
    WorkflowObjectsToModeratePanel,
)

from workflows.desk import bulk
from workflows.desk.choosers import HOOK, mark_own
from workflows.desk.closed import reason_not_to_enter
from workflows.desk.panels import MyDesk


def admin_css() -> str:
    """Our colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("cong-tinh/admin.css"))


def no_links_to_the_outside(_request: HttpRequest, items: list[MenuItem]) -> None:
    """News and guides of Wagtail lead out of the house and know nothing of the regulation."""
    items[:] = [item for item in items if not item.url.startswith("http")]


def no_counts_of_the_whole_province(_request: HttpRequest, items: list[Any]) -> None:
    """Wagtail counts the pages of all sites; a department's team has no business with that number."""
    items.clear()


def my_desk(_request: HttpRequest, panels: list[Any]) -> None:
    """Our panels instead of Wagtail's, which draw every slot of the one workflow, needed or not."""
    stock = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel, WhatsNewInWagtailVersionPanel)
    panels[:] = [MyDesk(), *(panel for panel in panels if not isinstance(panel, stock))]


def only_open_doors(request: HttpRequest, items: list[Any]) -> None:
    """No menu leads to a closed door."""
    items[:] = [item for item in items if _is_open(item.url, request)]


def _is_open(url: str, request: HttpRequest) -> bool:
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return True  # a menu that unfolds
    is_administrator = bool(getattr(request.user, "is_superuser", False))
    return not reason_not_to_enter(match.view_name, match.kwargs, is_administrator=is_administrator)


hooks.register("insert_global_admin_css", admin_css)
hooks.register("construct_help_menu", no_links_to_the_outside, order=1000)
hooks.register("construct_homepage_summary_items", no_counts_of_the_whole_province, order=1000)
hooks.register("construct_homepage_panels", my_desk, order=1000)
hooks.register(HOOK, mark_own, order=1000)
for menu in ("construct_main_menu", "construct_settings_menu", "construct_reports_menu", "construct_search"):
    hooks.register(menu, only_open_doors, order=1000)
for action in bulk.narrowed():
    hooks.register("register_bulk_action", action, order=1000)
