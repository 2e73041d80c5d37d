"""The admin of pages with our ways to end one, in the place of Wagtail's."""

from workflows.endings.views import DeleteAskingView, WithdrawView
from workflows.passage.viewsets import PassagePageViewSet


class EndingsPageViewSet(PassagePageViewSet):
    """Pages of every type."""

    unpublish_view_class = WithdrawView
    delete_view_class = DeleteAskingView
