"""The way into the lane, in the editor's menu of those for whom it is open."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

from sites.accounts.models import User
from workflows.emergency.policies import reasons_of_the_lane
from workflows.passage.action_menu import LinkItem


def offer(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """The last of the buttons."""
    page = context.get("page")
    if context["view"] == "create" or page is None or not page.pk:
        return
    if not reasons_of_the_lane(cast("User", request.user), page=page):
        address = reverse("emergency_release", args=(page.pk,))
        menu_items.append(LinkItem(_("Publish at once (emergency)"), address, "warning"))


hooks.register("construct_page_action_menu", offer, order=2000)
