"""Registering with Wagtail."""

from wagtail import hooks
from wagtail.admin.viewsets.pages import PageViewSet

from workflows.passage.action_menu import arrange
from workflows.passage.viewsets import PassagePageViewSet


def page_viewset() -> PageViewSet:
    """After Wagtail's own and those of the rooms below: the last one registered for pages holds."""
    return PassagePageViewSet()


hooks.register("register_admin_viewset", page_viewset, order=100)
hooks.register("construct_page_action_menu", arrange, order=100)
