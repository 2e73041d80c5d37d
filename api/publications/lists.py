"""Lists inside items: the slots of a front page, related items. Resolved from the log, because only it knows.

A frame names other items by the numbers of the versions that are shown, and copies nothing of them: what they say
comes from those versions whenever bytes are made (`cards`), so that a text that is erased is then nowhere.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from api.publications.enums import Kind, State
from api.publications.faces import Faces, Listed
from api.publications.models import Current
from api.publications.things import Presented, Thing
from cms.pages.public import Facts, Wanted
from cms.pages.registry import listed_types

SHOWN, LISTS = "shown", "lists"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which live pages are meant, asked of the log by `rows` and of what is coming by `fits`; None asks for nothing.

    `beside` is a thing whose site and language they share.
    """

    beside: Thing | None = None
    among: Collection[UUID] | None = None
    types: Collection[str] | None = None
    terms: Collection[str] = ()
    but: Collection[UUID] = ()

    @property
    def rows(self) -> QuerySet[Current]:
        """Those that the log has."""
        rows = Current.objects.filter(kind=Kind.PAGE, state=State.LIVE)
        if self.beside is not None:
            rows = rows.filter(site=self.beside.site, locale=self.beside.locale)
        if self.among is not None:
            rows = rows.filter(public_id__in=self.among)
        if self.types is not None:
            rows = rows.filter(type__in=self.types)
        if self.terms:
            rows = rows.filter(terms__contains=list(self.terms))
        return rows.exclude(public_id__in=self.but) if self.but else rows

    def fits(self, row: Listed) -> bool:
        """Whether one is meant."""
        return (
            (self.beside is None or row.thing[2:] == self.beside[2:])
            and (self.among is None or row.public_id in self.among)
            and (self.types is None or row.type in self.types)
            and row.terms.issuperset(self.terms)
            and row.public_id not in self.but
        )


def lists_frame(facts: Facts, thing: Thing, *, faces: Faces, at: datetime) -> dict[str, Any]:
    """What the frame of `thing` says of its lists; nothing where it has none."""
    if not (facts.shown or facts.goals or facts.lists):
        return {}
    lists = {name: _list(wanted, thing, faces, at) for name, wanted in facts.lists.items()}
    own = _read(Choice(beside=thing, among=facts.shown), faces)
    rows = [*_nearest(facts.goals, thing, faces), *own, *(row for rows in lists.values() for row in rows)]
    return {
        SHOWN: {str(row.public_id): row.seq for row in rows},
        LISTS: {name: [str(row.public_id) for row in rows] for name, rows in lists.items()},
    }


def next_end(facts: Facts, at: datetime) -> datetime | None:
    """When the next pin ends: nobody changes a row at that moment."""
    ends = [pin.until for wanted in facts.lists.values() for pin in wanted.pins if pin.until and pin.until > at]
    return min(ends, default=None)


def deps_of_lists(facts: Facts, thing: Thing) -> Iterable[str]:
    """What the lists were made from."""
    pins = {pin.public_id for wanted in facts.lists.values() for pin in wanted.pins}
    yield from (f"shown:{public_id}" for public_id in facts.shown | facts.goals | pins)
    if facts.lists:
        yield newest_of(thing)


def newest_of(thing: Thing) -> str:
    """The dependency of a list on everything that its site publishes in its language."""
    return f"newest:{thing.site}:{thing.locale}"


def touched_by(entries: Iterable[Presented]) -> set[str]:
    """The dependencies of lists that a pass has touched."""
    touched = set()
    listed = {kind.name for kind in listed_types()}
    for entry in entries:
        if entry.thing.kind == Kind.PAGE:
            touched.add(f"shown:{entry.thing.public_id}")
            if entry.frame.get("_type") in listed:
                touched.add(newest_of(entry.thing))
    return touched


def _list(wanted: Wanted, thing: Thing, faces: Faces, at: datetime) -> list[Listed]:
    """What is pinned, as far as it is public on this site, then the newest."""
    types = [kind.name for kind in listed_types()]
    chosen = [pin.public_id for pin in wanted.pins if pin.until is None or pin.until > at]
    rows = _read(Choice(beside=thing, among=chosen, types=types), faces) if chosen else []
    found = {row.public_id: row for row in rows}
    pinned = [found[key] for key in dict.fromkeys(chosen) if key in found]
    missing = max(0, wanted.count - len(pinned))
    if not missing:
        return pinned
    return [*pinned, *_newest(Choice(beside=thing, types=types, terms=wanted.terms, but=found), faces, missing)]


def _newest(choice: Choice, faces: Faces, most: int) -> list[Listed]:
    """The newest of these."""
    rows = choice.rows.order_by("-sort_at", "-public_id")[: most + len(faces.hidden) + len(faces.coming)]
    return sorted(_together(rows, choice, faces), key=lambda row: (row.sort_at, row.public_id), reverse=True)[:most]


def _read(choice: Choice, faces: Faces) -> list[Listed]:
    """All of these."""
    return _together(choice.rows, choice, faces)


def _together(rows: QuerySet[Current], choice: Choice, faces: Faces) -> list[Listed]:
    """What the log has, without what ends in this very pass, and what is coming in the place of what it has."""
    read = rows.values_list("kind", "public_id", "locale", "site", "seq", "type", "sort_at")
    known = (Listed(Thing(*row[:4]), *row[4:]) for row in read)
    stays = [row for row in known if row.thing not in faces.hidden and row.thing not in faces.coming]
    return [*stays, *(row for row in faces.coming.values() if choice.fits(row))]


def _nearest(goals: Collection[UUID], thing: Thing, faces: Faces) -> list[Listed]:
    """For each goal of a link, the page in the language and on the site of `thing`, if there is one."""
    rows = _read(Choice(among=goals), faces) if goals else []
    rows.sort(key=lambda row: (row.thing.locale == thing.locale, row.thing.site == thing.site, row.thing.locale))
    return list({row.public_id: row for row in rows}.values())
