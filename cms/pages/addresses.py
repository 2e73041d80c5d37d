"""Where the public finds a page: on its site's canonical host. This system itself serves no pages."""

from typing import Any

from wagtail.models import Page

from cms.pages.gate import HOME_DEPTH
from sites.domains.models import SiteHome
from sites.domains.selectors import public_address, public_path

CACHE = "_homes_by_path"


def public_parts(page: Page, request: Any = None) -> tuple[int, str, str] | None:
    """Wagtail's (site id, address of the site, path); None for a page outside all sites.

    Homes are read once a request, where there is one.
    """
    home = _homes(request, page).get(page.path[: HOME_DEPTH * Page.steplen])
    if home is None:
        return None
    return home.site.wagtail_site_id, public_address(home.site, ""), public_path(page, home)


def _homes(request: Any, page: Page) -> dict[str, SiteHome]:
    homes = SiteHome.objects.select_related("site", "home", "locale").prefetch_related("site__hosts")
    if request is None:
        return {home.home.path: home for home in homes.filter(home__path=page.path[: HOME_DEPTH * Page.steplen])}
    known: dict[str, SiteHome] | None = getattr(request, CACHE, None)
    if known is None:
        known = {home.home.path: home for home in homes}
        setattr(request, CACHE, known)
    return known
