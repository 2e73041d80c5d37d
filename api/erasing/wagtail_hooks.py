"""The way to the screen, among the buttons of an item that was public, for those whom the rule names."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from api.erasing.panels import ErasingPanel
from api.erasing.policies import ASK, reasons_of_entitlement
from sites.domains.selectors import site_of


def offer(page: Page, user: Any, **_context: Any) -> Iterator[Button]:
    """At the end of the menu in the head of a page; only for what is public no longer."""
    was_public = page.first_published_at is not None and not page.live
    if was_public and site_of(page) and not reasons_of_entitlement(user, page=page.specific, verb=ASK):
        yield Button(_("Have it erased"), reverse("erasing_ask", args=(page.pk,)), icon_name="bin", priority=200)


def line_on_the_desk(_request: HttpRequest, panels: list[Component]) -> None:
    """Below everything else of the first screen."""
    panels.append(ErasingPanel())


hooks.register("register_page_header_buttons", offer)
hooks.register("construct_homepage_panels", line_on_the_desk, order=2000)
