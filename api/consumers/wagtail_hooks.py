"""Hung on Wagtail's admin: the screens, and the way to them for those who keep consumers."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from api.consumers.selectors import keeps_consumers
from api.consumers.urls import admin_urlpatterns


class ConsumersItem(MenuItem):
    """Shown to those who keep any."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person does."""
        return keeps_consumers(request.user)  # type: ignore[arg-type]


def item() -> MenuItem:
    """In the main menu."""
    return ConsumersItem(_("Consumers"), reverse("consumers:index"), name="consumers", icon_name="desktop", order=835)


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_admin_menu_item", item)
hooks.register("register_admin_urls", urls)
