"""Where the screens of opening are found."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import AdminOnlyMenuItem
from wagtail.admin.viewsets.base import ViewSet

from sites.administration.opening.batches import BatchView, OpenManyView, ProgressView
from sites.administration.opening.views import OpenedView, OpenSiteView


class Opening(ViewSet):
    """Opening sites; in the menu of administrators alone."""

    name = "opening"  # type: ignore[assignment]
    icon = "plus-inverse"
    menu_label = _("Open a site")  # type: ignore[assignment]
    menu_item_class = AdminOnlyMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """The form first: the menu leads there."""
        return [
            path("", OpenSiteView.as_view(), name="index"),
            path("many/", OpenManyView.as_view(), name="many"),
            path("many/<int:pk>/", BatchView.as_view(), name="batch"),
            path("many/<int:pk>/progress/", ProgressView.as_view(), name="progress"),
            path("opened/<slug:code>/", OpenedView.as_view(), name="opened"),
        ]
