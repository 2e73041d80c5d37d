"""The addresses of the reading API."""

from django.urls import path

from api.content.agencies import AgencyList
from api.content.archive import Archive
from api.content.history import History
from api.content.notices import NoticeList
from api.content.resolving import Resolve
from api.content.sites import Navigation, SiteItem, SiteList
from api.content.views import ContentItem, ContentList

urlpatterns = [
    path("sites/", SiteList.as_view(), name="site-list"),
    path("sites/<hostname>/", SiteItem.as_view(), name="site-item"),
    path("sites/<hostname>/navigation/", Navigation.as_view(), name="navigation"),
    path("agencies/", AgencyList.as_view(), name="agency-list"),
    path("content/", ContentList.as_view(), name="content-list"),
    path("content/<public_id>/", ContentItem.as_view(), name="content-item"),
    path("content/<public_id>/history/", History.as_view(), name="content-history"),
    path("notices/", NoticeList.as_view(), name="notice-list"),
    path("archive/", Archive.as_view(), name="archive"),
    path("resolve/", Resolve.as_view(), name="resolve"),
]
