"""Hung on Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """Our colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("cong-tinh/admin.css"))


@hooks.register("construct_help_menu")
def no_links_to_the_outside(_request: HttpRequest, items: list[MenuItem]) -> None:
    """News and guides of Wagtail lead out of the house and know nothing of the regulation."""
    items[:] = [item for item in items if not item.url.startswith("http")]


@hooks.register("construct_homepage_summary_items")
def no_counts_of_the_whole_province(_request: HttpRequest, items: list[Any]) -> None:
    """Wagtail counts the pages of all sites; a department's team has no business with that number."""
    items.clear()
