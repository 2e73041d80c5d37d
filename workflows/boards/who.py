"""The language in which a chain says who is asked at a step, and how the database understands it.

A selector names a post or a seat, never a person and never a group:

    {"post": "head", "agency": "item"}         the head of the item's agency; "site": of the site's; or an agency's code
    {"seat": "standing_editor"}                who sits in that seat on the item's site (or on a section above the item)
    {"seat": "board_head", "site": "portal"}   ... on the portal

An office is a selector with the item put in, written as text, so that the database can ask "which items wait for the
offices of this person" in one query: `post/<kind>/<agency>`, `seat/<kind>/<site>`; with `/<section>`
behind it the office is only for what lies under that page (a seat on a section, a delegation for a section or a site),
with `#<part>` behind that only for one step of a chain or one kind of content (a delegation narrowed to it).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sites.accounts.enums import PostKind
from sites.accounts.models import SeatKind
from sites.agencies.models import Agency
from sites.domains.enums import SiteKind
from sites.domains.models import PublicSite

type Selector = Mapping[str, str]

ITEM = "item"
SITE = "site"
PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Item:
    """What of an item decides who is asked: its site, its agency, the sections above it (translation keys).

    `kind` is the name of its public type, `step` that of the step at which it stands, where it stands at one.
    """

    site: PublicSite
    agency_id: int
    sections: tuple[UUID, ...] = ()
    kind: str = ""
    step: str = ""


def faults_of(selectors: Any) -> list[str]:
    """What is wrong with a list of selectors, in words; nothing if it is right."""
    if not isinstance(selectors, list):
        return [_("A list of posts and seats is needed, not “%(given)s”.") % {"given": selectors}]
    return [fault for selector in selectors if (fault := _fault_of(selector))]


def _fault_of(selector: Any) -> str:
    if not isinstance(selector, dict):
        return _("“%(given)s” names neither a post nor a seat.") % {"given": selector}
    if set(selector) == {"post", "agency"}:
        return _fault_of_post(selector)
    if set(selector) in ({"seat"}, {"seat", "site"}):
        return _fault_of_seat(selector)
    return _("“%(given)s” is neither {post, agency} nor {seat} nor {seat, site}.") % {"given": selector}


def _fault_of_post(selector: Selector) -> str:
    if selector["post"] not in PostKind.values:
        kinds = ", ".join(PostKind.values)
        return _("“%(kind)s” is not a kind of post: %(kinds)s.") % {"kind": selector["post"], "kinds": kinds}
    code = selector["agency"]
    if code not in (ITEM, SITE) and not Agency.objects.filter(code=code).exists():
        return _("There is no agency with the code “%(code)s”.") % {"code": code}
    return ""


def _fault_of_seat(selector: Selector) -> str:
    if not SeatKind.objects.filter(code=selector["seat"]).exists():
        return _("There is no kind of seat with the code “%(code)s”.") % {"code": selector["seat"]}
    if selector.get("site", ITEM) not in (ITEM, PORTAL):
        return _("A seat is on the site of the item or of the portal, not on “%(site)s”.") % {"site": selector["site"]}
    return ""


def offices(selectors: Sequence[Selector], item: Item) -> list[str]:
    """The offices that the selectors mean for this item, in their order, each once."""
    found: dict[str, None] = {}
    for selector in selectors:
        found.update(dict.fromkeys(_offices_of_one(selector, item)))
    return list(found)


def offices_of_all(selectors: Sequence[Selector], items: Sequence[Item]) -> list[str]:
    """The offices that the selectors mean for each of these items: who holds one of them is asked about all."""
    found, *others = [offices(selectors, item) for item in dict.fromkeys(items)]
    return [office for office in found if all(office in those for those in others)]


def _offices_of_one(selector: Selector, item: Item) -> list[str]:
    if "post" in selector:
        agency = _agency_id(selector["agency"], item)
        return _with_parts(f"post/{selector['post']}/{agency}", item) if agency else []
    site = item.site.pk if selector.get("site", ITEM) == ITEM else _portal_id()
    if site is None:
        return []
    return _with_parts(f"seat/{selector['seat']}/{site}", item)


def _with_parts(whole: str, item: Item) -> list[str]:
    """An office, and its parts: for the pages above the item, for its kind, for the step at which it stands."""
    places = [whole, *(f"{whole}/{section}" for section in item.sections)]
    parts = [part for part in (item.kind, item.step) if part]
    return [*places, *(f"{place}#{part}" for part in parts for place in places)]


def _agency_id(code: str, item: Item) -> int | None:
    if code == ITEM:
        return item.agency_id
    if code == SITE:
        return item.site.agency_id
    return Agency.objects.filter(code=code).values_list("pk", flat=True).first()


def _portal_id() -> int | None:
    return PublicSite.objects.filter(kind=SiteKind.PORTAL).values_list("pk", flat=True).first()
