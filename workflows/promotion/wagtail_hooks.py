"""Hung on Wagtail's admin: the screen in the menu, and the way to it from the editor."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from cms.news.models import FiledPage
from sites.accounts.models import User
from sites.domains.selectors import portal_or_none
from workflows.passage.action_menu import LinkItem
from workflows.promotion.policies import may_offer, may_see_copy
from workflows.promotion.rules import freedom
from workflows.promotion.selectors import copy_of_page
from workflows.promotion.urls import admin_urlpatterns


class PromotionItem(MenuItem):
    """The way to the screen, where a rule opens it."""

    def is_shown(self, _request: HttpRequest) -> bool:
        """Once there is a portal whose rules say how texts come onto it."""
        portal = portal_or_none()
        return portal is not None and freedom(portal) is not None


def item() -> MenuItem:
    """In the main menu: units see theirs, the desk of the portal sees what is offered."""
    return PromotionItem(
        gettext_lazy("Onto the portal"), reverse("promotion:index"), name="promotion", icon_name="upload", order=815
    )


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


def offer(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """In the editor: offering a text of a unit, or looking at the source of a copy."""
    page = context.get("page")
    if context["view"] == "create" or not isinstance(page, FiledPage) or not page.pk:
        return
    person = cast("User", request.user)
    if page.origin_id:
        copy = copy_of_page(page)
        if copy is not None and may_see_copy(person, copy):
            address = reverse("promotion:copy", args=(copy.pk,))
            menu_items.append(LinkItem(_("Source of this copy"), address, "link"))
    elif may_offer(person, page):
        address = reverse("promotion:propose", args=(page.pk,))
        menu_items.append(LinkItem(_("Propose for the portal"), address, "upload"))


hooks.register("register_admin_menu_item", item)
hooks.register("register_admin_urls", urls)
hooks.register("construct_page_action_menu", offer, order=1900)
