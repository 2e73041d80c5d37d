"""Which groups, permission rows and memberships follow from posts and seats, and which are there.

One group for each site (or section) and kind of seat, "stc · writer", and one for access to the admin. Every group
and every right that does not follow from a post or seat is a difference: nothing else is a source of rights.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import Group
from django.db.models import Model, Q
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission, Page

from sites.accounts.models import Post, Seat, User
from sites.domains.enums import SiteState
from sites.domains.models import SiteHome

ACCESS = "access"
ACCESS_RIGHT = "wagtailadmin.access_admin"
# rights on pictures and files hang on Wagtail's own models, whatever models are in use (`wagtail.images.auth_model`)
MEDIA = ("wagtailimages.{}_image", "wagtaildocs.{}_document")
PAGE = "wagtailcore.{}_page"
LABEL = "{0}__content_type__app_label", "{0}__codename"


class Right(NamedTuple):
    """One row of one table of rights: which group, on what (page, collection, person), which permission."""

    holder: str
    target: int
    permission: str


class Table(NamedTuple):
    """Where rows of rights lie: their model, and the names of holder, target and permission there."""

    model: type[Model]
    holder: str
    target: str
    permission: str


TABLES: Mapping[str, Table] = {
    "permissions": Table(Group.permissions.through, "group", "", "permission"),
    "pages": Table(GroupPagePermission, "group", "page_id", "permission"),
    "collections": Table(GroupCollectionPermission, "group", "collection_id", "permission"),
    "sites": Table(GroupSitePermission, "group", "site_id", "permission"),
    "members": Table(User.groups.through, "group", "user_id", ""),
    "personal": Table(User.user_permissions.through, "", "user_id", "permission"),
}


@dataclass(frozen=True, slots=True)
class Differences:
    """What has to be written and removed so that rights follow from posts and seats. `removed` holds row numbers."""

    added_groups: frozenset[str]
    removed_groups: frozenset[str]
    added: Mapping[str, frozenset[Right]]
    removed: Mapping[str, Mapping[Right, int]]

    def __bool__(self) -> bool:
        return bool(self.lines())

    def lines(self) -> list[str]:
        """One line a difference, sorted: "+ pages stc · writer 12 wagtailcore.add_page"."""
        lines = [f"+ group {name}" for name in self.added_groups] + [f"- group {name}" for name in self.removed_groups]
        for sign, tables in (("+", self.added), ("-", self.removed)):
            for table, rights in tables.items():
                lines += [f"{sign} {table} {right.holder} {right.target} {right.permission}" for right in rights]
        return sorted(line.rstrip() for line in lines)

    def removed_lines(self) -> list[str]:
        """Those lines that say what is there and should not be."""
        return [line for line in self.lines() if line.startswith("-")]


def differences_on(day: date) -> Differences:
    """Compare what is there with what follows from the posts and seats of a day."""
    wanted = wanted_on(day)
    groups = frozenset(right.holder for rights in wanted.values() for right in rights)
    there = frozenset(Group.objects.values_list("name", flat=True))
    present = {name: _rows(table) for name, table in TABLES.items()}
    return Differences(
        added_groups=groups - there,
        removed_groups=there - groups,
        added={name: frozenset(wanted[name] - present[name].keys()) for name in TABLES},
        removed={
            name: {right: pk for right, pk in rows.items() if right not in wanted[name]}
            for name, rows in present.items()
        },
    )


def unexplained_in(found: Differences, day: date) -> Differences:
    """Those of the differences found on a day that no post or seat explains, nor the coming of the day.

    Yesterday's rights may still be there and today's may be missing, where nobody has written those of the day yet.
    """
    if not found:
        return found
    before = wanted_on(day - timedelta(days=1))
    groups = frozenset(right.holder for rights in before.values() for right in rights)
    return Differences(
        added_groups=found.added_groups & groups,
        removed_groups=found.removed_groups - groups,
        added={name: rights & before[name] for name, rights in found.added.items()},
        removed={
            name: {right: pk for right, pk in rows.items() if right not in before[name]}
            for name, rows in found.removed.items()
        },
    )


def wanted_on(day: date) -> dict[str, set[Right]]:
    """The rights that follow from the posts and seats of a day."""
    wanted: dict[str, set[Right]] = {name: set() for name in TABLES}
    seats = list(
        Seat.objects.on(day)
        .filter(_open_people("person__"), site__state=SiteState.OPEN)
        .select_related("kind", "site", "section")
    )
    pages = _pages_of(seats)
    for seat in seats:
        if _place(seat) in pages:  # a section that was moved to another site gives nothing
            _add_seat(wanted, seat, pages[_place(seat)])
    posts = Post.objects.on(day).filter(_open_people("person__")).values_list("person_id", flat=True)
    staff = {*posts, *(seat.person_id for seat in seats)}
    wanted["members"] |= {Right(ACCESS, person, "") for person in staff}
    wanted["permissions"] |= {Right(ACCESS, 0, ACCESS_RIGHT)} if staff else set()
    return wanted


def _add_seat(wanted: dict[str, set[Right]], seat: Seat, place: "Place") -> None:
    group = f"{place.name} · {seat.kind.code}"
    wanted["members"].add(Right(group, seat.person_id, ""))
    pages = {
        page for page, language in place.pages.items() if language in seat.kind.languages or not seat.kind.languages
    }
    for right in seat.kind.page_rights:
        wanted["pages"] |= {Right(group, page, PAGE.format(right)) for page in pages}
    for right in seat.kind.media_rights:
        wanted["collections"] |= {Right(group, seat.site.collection_id, label.format(right)) for label in MEDIA}


class Place(NamedTuple):
    """A site, or a section in all its languages: the name in group names, and the pages that carry its rights, each
    with its language.
    """

    name: str
    pages: Mapping[int, str]


def _place(seat: Seat) -> tuple[int, Any]:
    return seat.site_id, seat.section.translation_key if seat.section else None


def _pages_of(seats: Iterable[Seat]) -> dict[tuple[int, Any], Place]:
    """For each place that seats name: its homes, or the section and its translations."""
    homes: dict[int, dict[int, str]] = {}
    paths: dict[int, list[str]] = {}
    sites = {seat.site_id: seat.site for seat in seats}
    for site_id, home_id, path, language in SiteHome.objects.filter(site__in=sites).values_list(
        "site_id", "home_id", "home__path", "locale__language_code"
    ):
        homes.setdefault(site_id, {})[home_id] = language
        paths.setdefault(site_id, []).append(path)
    places = {(pk, None): Place(site.code, homes.get(pk, {})) for pk, site in sites.items()}
    for key, pages in _translations(seats).items():
        for site_id, site in sites.items():
            inside = [page for page in pages if page.path.startswith(tuple(paths.get(site_id, ())))]
            if inside:
                name = f"{site.code}/{inside[0].slug[:60]}#{str(key)[:8]}"
                places[site_id, key] = Place(name, {page.pk: page.locale.language_code for page in inside})
    return places


def _translations(seats: Iterable[Seat]) -> dict[Any, list[Page]]:
    keys = {seat.section.translation_key for seat in seats if seat.section}
    translations: dict[Any, list[Page]] = {}
    if keys:
        for page in Page.objects.filter(translation_key__in=keys).select_related("locale").order_by("pk"):
            translations.setdefault(page.translation_key, []).append(page)
    return translations


def _open_people(prefix: str) -> Q:
    fields = {"is_active": True, "closed_at": None, "is_superuser": False}
    return Q(**{prefix + name: value for name, value in fields.items()})


def _rows(table: Table) -> dict[Right, int]:
    """What lies in one table of rights, by row number."""
    fields = [f"{table.holder}__name"] if table.holder else []
    fields += [table.target] if table.target else []
    fields += [label.format(table.permission) for label in LABEL] if table.permission else []
    read = _reader(table)
    rows = table.model._default_manager.values_list(*fields, "pk")
    return {read(list(row)): row[-1] for row in rows}


def _reader(table: Table) -> Callable[[list[Any]], Right]:
    def read(row: list[Any]) -> Right:
        holder = row.pop(0) if table.holder else ""
        target = row.pop(0) if table.target else 0
        permission = f"{row[0]}.{row[1]}" if table.permission else ""
        return Right(holder, target, permission)

    return read
