"""The addresses of the reading API."""

from django.urls import path

from api.content.sites import Navigation, SiteItem, SiteList
from api.content.views import ContentItem, ContentList, Resolve

urlpatterns = [
    path("sites/", SiteList.as_view(), name="site-list"),
    path("sites/<hostname>/", SiteItem.as_view(), name="site-item"),
    path("sites/<hostname>/navigation/", Navigation.as_view(), name="navigation"),
    path("content/", ContentList.as_view(), name="content-list"),
    path("content/<public_id>/", ContentItem.as_view(), name="content-item"),
    path("resolve/", Resolve.as_view(), name="resolve"),
]
