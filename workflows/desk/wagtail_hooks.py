"""Hung on Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WhatsNewInWagtailVersionPanel,
    WorkflowObjectsToModeratePanel,
)

from workflows.desk.panels import SentPanel, WaitingPanel


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
    panels[:] = [WaitingPanel(), SentPanel(), *(panel for panel in panels if not isinstance(panel, stock))]


hooks.register("insert_global_admin_css", admin_css)
hooks.register("construct_help_menu", no_links_to_the_outside, order=1000)
hooks.register("construct_homepage_summary_items", no_counts_of_the_whole_province, order=1000)
hooks.register("construct_homepage_panels", my_desk, order=1000)
