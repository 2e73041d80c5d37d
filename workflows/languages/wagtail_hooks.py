"""Hung on Wagtail's admin: the screens, and the way to them for administrators."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from workflows.languages.policies import reasons_not_to_administer_languages
from workflows.languages.urls import admin_urlpatterns


class LanguagesItem(MenuItem):
    """The way to the languages of sites."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Administrators alone."""
        return not reasons_not_to_administer_languages(request.user)  # type: ignore[arg-type]


def item() -> MenuItem:
    """In the main menu."""
    return LanguagesItem(
        gettext_lazy("Languages of sites"), reverse("languages:index"), name="languages", icon_name="globe", order=902
    )


def urls() -> list[Any]:
    """The screens."""
    return admin_urlpatterns


hooks.register("register_admin_menu_item", item)
hooks.register("register_admin_urls", urls)
