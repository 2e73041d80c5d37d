"""From marks to subjects: what was written, and therefore what has to be presented afresh."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from wagtail.models import Page

from api.publications.addresses import leading
from api.publications.enums import Kind, Priority
from api.publications.models import Current
from api.publications.things import Subject
from cms.media.models import Picture
from sites.agencies.models import Agency
from sites.domains.enums import SiteKind
from sites.domains.models import PublicSite, SiteHome
from sites.languages.labels import kind_of_thing

type Refs = set[str]

BATCH = 200
LOWEST = "select min(priority) from api_publications_dirty"
NEXT_MARKS = """
select id, kind, ref, priority from api_publications_dirty where priority = 0 and txid in (
  select txid from api_publications_dirty where priority = 0 order by id limit %s
) order by id
"""
MARK = """
insert into api_publications_dirty (kind, ref, priority)
select 'subject', ref, %s from unnest(%s::text[]) with ordinality as r (ref, n) order by n
"""
NEXT_FOLLOWING = "select id, kind, ref, priority from api_publications_dirty order by priority, id limit %s"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks that are worked off together."""

    ids: tuple[int, ...]
    refs: dict[str, Refs]
    priority: int

    def __bool__(self) -> bool:
        return bool(self.ids)


def next_marks(most: int = BATCH) -> Marks:
    """The next marks in order: direct ones with all marks of their transactions, else at most so many that follow."""
    with connection.cursor() as cursor:
        cursor.execute(LOWEST)
        (lowest,) = cursor.fetchone()
        if lowest in (None, Priority.DIRECT):
            cursor.execute(NEXT_MARKS, [BATCH])
        else:
            cursor.execute(NEXT_FOLLOWING, [most])
        rows = cursor.fetchall()
    priority = min((row[3] for row in rows), default=int(Priority.DIRECT))
    rows = [row for row in rows if row[3] == priority]
    refs: dict[str, Refs] = {}
    for _id, kind, ref, _priority in rows:
        refs.setdefault(kind, set()).add(ref)
    return Marks(tuple(row[0] for row in rows), refs, priority)


def mark_following(subjects: Iterable[Subject]) -> None:
    """Have these subjects presented again, after everything that somebody waits for."""
    _mark(subjects, Priority.FOLLOWING)


def mark_at_once(subjects: Iterable[Subject]) -> None:
    """Have these subjects presented again before anything else; the request that caused it does so if they are few."""
    _mark(subjects, Priority.DIRECT)


def _mark(subjects: Iterable[Subject], priority: Priority) -> None:
    """One statement, however many: whoever publishes meanwhile waits for it."""
    if refs := [str(subject) for subject in sorted(set(subjects))]:
        with connection.cursor() as cursor:
            cursor.execute(MARK, [int(priority), refs])


def subjects_of(marks: Marks) -> set[Subject]:
    """Every subject that these marks are about."""
    found: set[Subject] = set()
    for kind, refs in marks.refs.items():
        found |= EXPANSIONS.get(kind, _nothing)(refs)
    return found


def subjects_made_from(deps: Iterable[str]) -> set[Subject]:
    """The subjects whose frames were made from one of these."""
    rows = Current.objects.filter(deps__overlap=list(deps)).values_list("kind", "public_id")
    return {Subject(kind, public_id) for kind, public_id in rows.distinct()}


def every_subject() -> set[Subject]:
    """All that is or may have to be in the log."""
    known = {Subject(kind, key) for kind, key in Current.objects.values_list("kind", "public_id").distinct()}
    pages = Page.objects.filter(live=True, depth__gt=1).values_list("translation_key", flat=True)
    sites = PublicSite.objects.values_list("public_id", flat=True)
    return known | _pages(pages) | _places(sites) | {Subject(Kind.ADDRESS, row.public_id) for row in leading(None)}


def _pages(public_ids: Iterable[UUID]) -> set[Subject]:
    return {Subject(Kind.PAGE, public_id) for public_id in public_ids}


def _places(public_ids: Iterable[UUID]) -> set[Subject]:
    return {Subject(kind, public_id) for public_id in public_ids for kind in (Kind.SITE, Kind.NAVIGATION)}


def _nothing(_refs: Refs) -> set[Subject]:
    return set()


def _numbers(refs: Refs) -> list[int]:
    return [int(ref) for ref in refs if ref]


def _of_things(refs: Refs) -> set[Subject]:
    return _pages(UUID(ref) for ref in refs if ref)


def _of_addresses(refs: Refs) -> set[Subject]:
    return {Subject(Kind.ADDRESS, UUID(ref)) for ref in refs if ref}


def _of_pages(refs: Refs) -> set[Subject]:
    return _pages(Page.objects.filter(pk__in=_numbers(refs)).values_list("translation_key", flat=True))


def _of_subtrees(refs: Refs) -> set[Subject]:
    below = Q(pk__in=[])
    for path in Page.objects.filter(pk__in=_numbers(refs)).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return _pages(Page.objects.filter(below).values_list("translation_key", flat=True))


def _of_sites(refs: Refs) -> set[Subject]:
    return _places(PublicSite.objects.filter(pk__in=_numbers(refs)).values_list("public_id", flat=True))


def _all_of_sites(refs: Refs) -> set[Subject]:
    numbers = _numbers(refs)
    rows = Current.objects.filter(scope__overlap=numbers).values_list("kind", "public_id").distinct()
    below = Q(pk__in=[])
    for path in SiteHome.objects.filter(site__in=numbers).values_list("home__path", flat=True):
        below |= Q(path__startswith=path)
    pages = Page.objects.filter(below, live=True).values_list("translation_key", flat=True)
    return {Subject(kind, key) for kind, key in rows} | _pages(pages) | _of_sites(refs)


def _of_rules(refs: Refs) -> set[Subject]:
    return every_subject() if "" in refs else _all_of_sites(refs)


def _named_places(refs: Refs) -> set[Subject]:
    return _places(UUID(ref) for ref in refs if ref)


def _of_agencies(refs: Refs) -> set[Subject]:
    concerned = Q(agency__public_id__in=refs) | Q(kind=SiteKind.PORTAL)
    sites = PublicSite.objects.filter(concerned).values_list("public_id", flat=True)
    return {Subject(Kind.SITE, public_id) for public_id in sites}


def _all_sites(_refs: Refs) -> set[Subject]:
    return {Subject(Kind.SITE, public_id) for public_id in PublicSite.objects.values_list("public_id", flat=True)}


def _public_ids_of_agencies(refs: Refs) -> Refs:
    keys = Agency.objects.filter(pk__in=_numbers(refs)).values_list("public_id", flat=True)
    return {str(key) for key in keys}


def _hashes_of_pictures(refs: Refs) -> Refs:
    return set(Picture.objects.filter(pk__in=_numbers(refs)).values_list("sha256", flat=True))


def _made_from(prefix: str) -> Callable[[Refs], set[Subject]]:
    return lambda refs: subjects_made_from(f"{prefix}:{ref}" for ref in refs)


def _of_labels(following: str) -> Callable[[Refs], set[Subject]]:
    """What shows these rows: each leads to the mark that the row itself would leave."""

    def expand(refs: Refs) -> set[Subject]:
        found: set[Subject] = set()
        for kind, number in map(kind_of_thing, refs):
            row = kind.model._base_manager.filter(pk=number).first()
            mark, name = LABELS.get(kind.key, ("", None))
            if row is not None and name is not None:
                found |= EXPANSIONS.get(mark + following, _nothing)({str(name(row))})
        return found

    return expand


LABELS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "site": ("place", lambda row: row.public_id),
    "agency": ("agency", lambda row: row.public_id),
    "agency.name": ("agency", lambda row: row.agency.public_id),
    "category": ("category", lambda row: row.code),
    "identity": ("place", lambda row: row.site.public_id),
    "file": ("file", lambda row: row.sha256),
}


def _named(refs: Refs) -> set[Subject]:
    found = set()
    for ref in refs:
        kind, _, public_id = ref.partition(":")
        found.add(Subject(kind, UUID(public_id)))
    return found


EXPANSIONS: dict[str, Callable[[Refs], set[Subject]]] = {
    "subject": _named,
    "thing": _of_things,
    "address": _of_addresses,
    "label": _of_labels(""),
    "label+": _of_labels("+"),
    "page": _of_pages,
    "revision": _of_pages,
    "subtree": _of_subtrees,
    "site": _of_sites,
    "site+": _all_of_sites,
    "place": _named_places,
    "agency": _of_agencies,
    "agency+": _made_from("agency"),
    "agency_name": lambda refs: _of_agencies(_public_ids_of_agencies(refs)),
    "agency_name+": lambda refs: _made_from("agency")(_public_ids_of_agencies(refs)),
    "category": _all_sites,
    "category+": _made_from("category"),
    "tag+": _made_from("tag"),
    "picture+": _made_from("picture"),
    "rendition+": lambda refs: _made_from("picture")(_hashes_of_pictures(refs)),
    "file+": _made_from("file"),
    "rule+": _of_rules,
    "locale+": lambda _refs: every_subject(),
    "everything": lambda _refs: every_subject(),
}
