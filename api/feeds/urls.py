"""The addresses of feeds, site maps and what robots are told."""

from django.urls import path, register_converter

from api.feeds.robots import Robots
from api.feeds.sitemaps import SiteMap, SiteMapPart
from api.feeds.views import SectionFeed, SiteFeed
from api.feeds.writers import FORMATS


class KindConverter:
    """The format of a feed at the end of an address."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        """The name of the format."""
        return value

    def to_url(self, value: str) -> str:
        """The same."""
        return value


register_converter(KindConverter, "feed_kind")

urlpatterns = [
    path("feeds/<hostname>.<feed_kind:kind>", SiteFeed.as_view(), name="site-feed"),
    path("feeds/<hostname>/<path:section>.<feed_kind:kind>", SectionFeed.as_view(), name="section-feed"),
    path("sitemaps/<hostname>/sitemap.xml", SiteMap.as_view(), name="sitemap"),
    path("sitemaps/<hostname>/<part>.xml", SiteMapPart.as_view(), name="sitemap-part"),
    path("robots/<hostname>.txt", Robots.as_view(), name="robots"),
]
