"""Where the public finds a page: on its site's canonical host. This system itself serves no pages."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import Q
from wagtail.models import Page

from sites.domains.enums import HostRole
from sites.domains.models import SiteHome
from sites.domains.selectors import HOME_PATH_LENGTH, address_at, path_below
from sites.memory import is_remembering, remembered


class Home(NamedTuple):
    """What of a home stands in the addresses below it."""

    path: str
    url_path: str
    position: int
    language: str
    wagtail_site: int
    hostname: str


def public_parts(page: Page) -> tuple[int, str, str] | None:
    """Wagtail's (site id, address of the site, path); None for a page outside all sites."""
    path = page.path[:HOME_PATH_LENGTH]
    home = (_all_homes() if is_remembering() else _homes(Q(home__path=path))).get(path)
    if home is None:
        return None
    language = home.language if home.position else ""
    return home.wagtail_site, address_at(home.hostname, ""), path_below(home.url_path, page, language)


@remembered(by=lambda: None)
def _all_homes() -> Mapping[str, Home]:
    """A list shows pages of many sites: all are read at once, few columns of each."""
    return _homes(Q())


def _homes(condition: Q) -> dict[str, Home]:
    rows = SiteHome.objects.filter(condition, site__hosts__role=HostRole.CANONICAL).order_by()
    fields = (
        "home__path",
        "home__url_path",
        "position",
        "locale__language_code",
        "site__wagtail_site_id",
        "site__hosts__hostname",
    )
    return {row[0]: Home(*row) for row in rows.values_list(*fields)}
