"""The parameters of the reading API."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from api.content.serializers import Item, ListedItem
from api.content.site_serializers import Menus, PublishingAgency, Site
from api.http.parameters import (
    COUNT,
    CURSOR,
    FALLBACK,
    LIMIT,
    LOCALE,
    SITE,
    Parameter,
    fields,
    moment,
    one_of,
    slug,
    uuid,
)
from cms.pages.registry import public_types

LIST_FIELDS = tuple(ListedItem().fields)
ITEM_FIELDS = tuple(Item().fields)
SITE_FIELDS = tuple(Site().fields)
AGENCY_FIELDS = tuple(PublishingAgency().fields)
MENU_FIELDS = tuple(Menus().fields)
LONGEST_PATH = 1_000


def path(value: str) -> str:
    """A public path: NFC, with a slash at both ends."""
    normal = unicodedata.normalize("NFC", value)
    if not normal.startswith("/") or len(normal) > LONGEST_PATH or "?" in normal or "#" in normal:
        raise ValueError(_("A path begins with a slash and has neither query nor fragment."))
    return normal if normal.endswith("/") else f"{normal}/"


def types() -> tuple[str, ...]:
    """The types of content that there are."""
    return tuple(name for name, _type in public_types.items())


RFC3339 = {"type": "string", "format": "date-time"}
PUBLIC_ID = {"type": "string", "format": "uuid"}
SLUG = {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}

AS_OF = Parameter("as_of", moment, "What the public could read at this moment, in this very language.", RFC3339)
ITEM = (SITE, LOCALE, FALLBACK, AS_OF, fields(ITEM_FIELDS))
HISTORY = (SITE, LOCALE, CURSOR, LIMIT, COUNT)
RESOLVE = (
    SITE,
    Parameter(
        "path",
        path,
        "The path as a reader sees it.",
        {"type": "string", "pattern": "^/[^?#]*$", "maxLength": LONGEST_PATH},
        is_required=True,
    ),
    Parameter("as_of", moment, "What stood there at this moment.", RFC3339),
    fields(ITEM_FIELDS),
)
ONE_SITE = (fields(SITE_FIELDS),)
SITES = (fields(SITE_FIELDS), CURSOR, LIMIT, COUNT)
AGENCIES = (fields(AGENCY_FIELDS), CURSOR, LIMIT, COUNT)
NAVIGATION = (LOCALE, FALLBACK, fields(MENU_FIELDS))
INCLUDE = Parameter(
    "include",
    one_of(lambda: ("subsites",)),
    "`subsites`: also what the sites below this one have published.",
    {"type": "string", "enum": ["subsites"]},
)
LIST = (
    SITE,
    LOCALE,
    FALLBACK,
    Parameter(
        "type",
        one_of(types),
        "One or several types, separated by commas.",
        {"type": "string", "enum": list(types())},
        many=True,
    ),
    Parameter("section", uuid, "Public id of a section; what lies deeper belongs to it.", PUBLIC_ID),
    Parameter("category", slug, "Code of a category.", SLUG),
    Parameter("agency", uuid, "Public id of an agency.", PUBLIC_ID),
    Parameter("tag", slug, "Short name of a tag.", SLUG),
    Parameter("published_after", moment, "Published at this moment (or on this day) or later.", RFC3339),
    Parameter("published_before", moment, "Published before this moment (or day).", RFC3339),
    INCLUDE,
    fields(LIST_FIELDS),
    CURSOR,
    LIMIT,
    COUNT,
)
OF_ONE_SITE = tuple(parameter for parameter in LIST if parameter not in (SITE, INCLUDE))
NOT_OF_ARCHIVE = {"published_after", "published_before", "fields", "cursor", "limit", "count"}
ARCHIVE = tuple(parameter for parameter in LIST if parameter.name not in NOT_OF_ARCHIVE)
