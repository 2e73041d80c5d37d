"""Doors of Wagtail's admin that are closed here, by the names of their addresses, and why.

Everything that they did is done elsewhere by an action. A test walks all addresses of the admin: one that stands in no
list fails it, so that a new version of Wagtail opens no door unseen.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# nobody passes, administrators included
NOBODY: Mapping[str, str] = {
    "wagtailusers_users:*": "people are managed on their own screens: here anybody could be made an administrator",
    "wagtailusers_groups:*": "groups are written from posts and seats (house 4)",
    "wagtailsites:*": "sites are opened by provisioning; their host names are changed by an action",
    "wagtailadmin_workflows:*": "the one workflow is kept by the chains of the regulation",
    "wagtailadmin_reports:workflow*": "draws every slot of the one workflow, needed or not; the desk shows what waits",
    "wagtailadmin_pages:set_privacy": "a page is closed and opened on a screen of its own, with a reason",
    "wagtailadmin_collections:set_privacy": "originals are private whatever a collection says",
    "wagtailimages:url_generator*": "pictures are private; public ones have the names of the publication log",
    "wagtailimages:preview": "belongs to the generator of addresses",
    "wagtailembeds:*": "no text of ours embeds foreign pages; it would call out of the house",
    "wagtailadmin_error_test": "raises an error on purpose",
}
# administrators alone: they show or change what belongs to all sites
ADMINISTRATORS: Mapping[str, str] = {
    "wagtailadmin_collections:*": "collections are made with their sites",
    "wagtailadmin_reports:page_types_usage*": "names the last edited page of each type, whatever its site",
    "wagtailadmin_reports:site_history*": "names all people who did something",
    "wagtailadmin_reports:locked_pages*": "names all people who locked something",
    "wagtailadmin_reports:aging_pages*": "names all people who published something",
    "wagtailsnippets:index": "lists every kind of snippet",
}
# what may be done to many at once; the rest of the bulk actions (of people: role, state, deletion) is closed
BULK_MODELS = frozenset({("wagtailcore", "page"), ("cms_media", "picture"), ("cms_media", "file")})
BULK = "wagtail_bulk_action"

CLOSED = _("This door is closed here: it is done elsewhere.")
ONLY_ADMINISTRATORS = _("Only an administrator may open this.")


def reason_not_to_enter(name: str, kwargs: Mapping[str, object], *, is_administrator: bool) -> Promise | str:
    """Why an address of the admin is closed to a person; empty where it is not."""
    if _matches(name, NOBODY):
        return CLOSED
    if name == BULK and (kwargs.get("app_label"), kwargs.get("model_name")) not in BULK_MODELS:
        return CLOSED
    if _matches(name, ADMINISTRATORS) and not is_administrator:
        return ONLY_ADMINISTRATORS
    return ""


def _matches(name: str, patterns: Mapping[str, str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
