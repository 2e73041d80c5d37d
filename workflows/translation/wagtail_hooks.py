"""Hung on Wagtail's admin: the desk in the menu, the state of a text beside its title and in the editor."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from cms.pages.models import BasePage
from sites.accounts.models import User
from sites.domains.selectors import home_of
from workflows.passage.action_menu import LinkItem
from workflows.translation.policies import reasons_not_to_write
from workflows.translation.selectors import translates, translation_of
from workflows.translation.urls import admin_urlpatterns


class TranslationItem(MenuItem):
    """The way to the desk, for who translates somewhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whoever may write in a language other than the first one of a site."""
        return translates(cast("User", request.user))


def item() -> MenuItem:
    """In the main menu."""
    return TranslationItem(
        gettext_lazy("Translations"), reverse("translation:index"), name="translation", icon_name="globe", order=816
    )


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


def offer(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """In the editor of a translation: the way to the desk, where source and target stand side by side."""
    page = context.get("page")
    if context["view"] == "create" or not isinstance(page, BasePage) or not page.pk:
        return
    home = home_of(page)
    translation = translation_of(page) if home is not None and home.position > 0 else None
    if translation and not reasons_not_to_write(cast("User", request.user), translation=translation):
        address = reverse("translation:text", args=(translation.pk,))
        menu_items.append(LinkItem(_("Beside the source"), address, "globe"))


hooks.register("register_admin_menu_item", item)
hooks.register("register_admin_urls", urls)
hooks.register("construct_page_action_menu", offer, order=1905)
