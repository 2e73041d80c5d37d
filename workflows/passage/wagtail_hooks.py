"""Registering with Wagtail."""

from typing import Any

from django.urls import path
from wagtail import hooks
from wagtail.admin.viewsets.pages import PageViewSet

from workflows.passage.action_menu import arrange
from workflows.passage.declaring import declare_and_submit
from workflows.passage.viewsets import PassagePageViewSet


def page_viewset() -> PageViewSet:
    """After Wagtail's own and those of the rooms below: the last one registered for pages holds."""
    return PassagePageViewSet()


def urls() -> list[Any]:
    """The page on which a text is declared to be no secret and submitted."""
    return [path("pages/<int:page_id>/declare/", declare_and_submit, name="passage_declare")]


hooks.register("register_admin_urls", urls)
hooks.register("register_admin_viewset", page_viewset, order=100)
hooks.register("construct_page_action_menu", arrange, order=100)
