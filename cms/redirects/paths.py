"""Old addresses as people write them, and the live pages that stand at paths of a site."""

from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from wagtail.models import Page

from sites.domains.models import PublicSite
from sites.domains.selectors import homes_of
from sites.refusals import Invalid

RESERVED = ("/api/", "/admin/", "/media/", "/static/", "/documents/")
LONGEST = 500


def path_of(site: PublicSite, written: str, *, field: str = "path") -> str:
    """The path that somebody means: of an address of this site, or of its part behind the host name.

    Invalid for an address of another site, one with parameters, the front page, and what the system itself uses.
    """
    parts = urlsplit(written.strip())
    own = {host.lower() for host in site.hosts.values_list("hostname", flat=True)} if parts.netloc else set()
    path = f"/{unquote(parts.path).strip('/')}/"
    faults = (
        (parts.netloc and (parts.hostname or "") not in own, "foreign_site", _("This is an address of another site.")),
        (parts.query, "has_parameters", _("An address with parameters (behind “?”) cannot be led on.")),
        (path == "//", "front_page", _("The front page stays where it is.")),
        (path.startswith(RESERVED), "reserved", _("The system itself uses this address.")),
        (len(path) > LONGEST, "too_long", _("This address is too long.")),
    )
    for is_so, code, message in faults:
        if is_so:
            raise Invalid(message, code=code, errors={field: [message]})
    return path


def live_pages_at(site: PublicSite, paths: Collection[str]) -> dict[str, Page]:
    """The live pages that stand at these paths of a site."""
    wanted: dict[str, str] = {}
    for home in homes_of(site).order_by("position"):
        prefix = f"/{home.locale.language_code}/" if home.position else "/"
        for path in paths:
            if path.startswith(prefix):
                wanted[home.home.url_path + path.removeprefix(prefix)] = path
    pages = Page.objects.filter(url_path__in=wanted, live=True)
    return {wanted[page.url_path]: page for page in pages}
