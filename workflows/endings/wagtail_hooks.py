"""The ways to the screens of endings."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.pages import PageViewSet

from sites.accounts.models import User
from workflows.endings.viewsets import EndingsPageViewSet
from workflows.passage.action_menu import LinkItem
from workflows.passage.enums import WithdrawalKind
from workflows.passage.policies import reasons_not_to_end


def page_viewset() -> PageViewSet:
    """After that of the passages: the last one registered for pages holds."""
    return EndingsPageViewSet()


def offer(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Beside “Withdraw”: the other ways to end what is public, and to say how something ended."""
    page = context.get("page")
    if context["view"] == "create" or page is None or not page.pk or page.first_published_at is None:
        return
    if not reasons_not_to_end(cast("User", request.user), page=page):
        address = reverse("endings_end", args=(page.pk, WithdrawalKind.REPLACED))
        menu_items.append(LinkItem(_("Replace, move, no longer there"), address, "redirect"))


def broken_links() -> MenuItem:
    """Among the reports, for everybody: each sees his own sites."""
    return MenuItem(
        gettext_lazy("Links that lead nowhere"), reverse("endings_broken"), name="broken-links", icon_name="link"
    )


def what_is_public() -> MenuItem:
    """Among the reports, for everybody: who decides about a text finds it here, and the way to end it."""
    return MenuItem(gettext_lazy("What is public"), reverse("endings_public"), name="what-is-public", icon_name="globe")


hooks.register("register_admin_viewset", page_viewset, order=200)
hooks.register("construct_page_action_menu", offer, order=1500)
hooks.register("register_reports_menu_item", broken_links)
hooks.register("register_reports_menu_item", what_is_public)
