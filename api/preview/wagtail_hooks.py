"""The ways to the screens: in the head of a page, in the menu."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from api.preview.policies import is_named_somewhere
from api.preview.viewsets import PreviewAddresses
from sites.domains.selectors import site_of


def offer(page: Page, **_context: Any) -> Iterator[Button]:
    """In the menu in the head of a page."""
    if site_of(page) and page.latest_revision_id:
        yield Button(
            _now("Preview, share a link"), reverse("preview_page", args=(page.pk,)), icon_name="view", priority=30
        )


class ReadingsItem(MenuItem):
    """For those whom a rule names."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there may be something to see."""
        return is_named_somewhere(request.user)  # type: ignore[arg-type]


def item() -> MenuItem:
    """Who has read drafts."""
    return ReadingsItem(
        _("Who has read drafts"), reverse("preview_readings"), name="preview-readings", icon_name="view", order=836
    )


def addresses() -> PreviewAddresses:
    """The screens of the frontends' addresses."""
    return PreviewAddresses()


hooks.register("register_page_header_buttons", offer)
hooks.register("register_admin_menu_item", item)
hooks.register("register_admin_viewset", addresses)
