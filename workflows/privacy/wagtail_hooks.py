"""The way to the screen, for those who decide about the page."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

from sites.accounts.models import User
from workflows.passage.action_menu import LinkItem
from workflows.passage.policies import reasons_of_entitlement


def offer(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """The last of the buttons of the editor."""
    page = context.get("page")
    if context["view"] == "create" or page is None or not page.pk or not page.live:
        return
    if not reasons_of_entitlement(cast("User", request.user), page):
        menu_items.append(LinkItem(_("Open or closed to the public"), reverse("page_privacy", args=(page.pk,)), "lock"))


hooks.register("construct_page_action_menu", offer, order=2010)
