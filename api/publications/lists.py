"""Lists inside items: the slots of a front page, related items. Resolved from the log, because only it knows.

A frame names other items by the numbers of the versions that are shown, and copies nothing of them: what they say
comes from those versions whenever bytes are made (`cards`), so that a text that is erased is then nowhere.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from api.publications.enums import Kind, State
from api.publications.faces import Faces
from api.publications.models import Current
from api.publications.things import Presented, Thing
from cms.pages.public import Facts, Wanted
from cms.pages.registry import listed_types

SHOWN, LISTS = "shown", "lists"


class Row(NamedTuple):
    """A live item as the log has it."""

    public_id: UUID
    locale: str
    site: UUID
    seq: int

    @property
    def thing(self) -> Thing:
        """Its name."""
        return Thing(Kind.PAGE, self.public_id, self.locale, self.site)


def lists_frame(facts: Facts, thing: Thing, *, faces: Faces, at: datetime) -> dict[str, Any]:
    """What the frame of `thing` says of its lists; nothing where it has none."""
    if not (facts.shown or facts.goals or facts.lists):
        return {}
    lists = {name: _list(wanted, thing, faces, at) for name, wanted in facts.lists.items()}
    own = _read(_live().filter(site=thing.site, locale=thing.locale, public_id__in=facts.shown), faces)
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


def _list(wanted: Wanted, thing: Thing, faces: Faces, at: datetime) -> list[Row]:
    """What is pinned, as far as it is public on this site, then the newest."""
    chosen = [pin.public_id for pin in wanted.pins if pin.until is None or pin.until > at]
    mine = _rows(thing)
    found = {row.public_id: row for row in _read(mine.filter(public_id__in=chosen), faces)} if chosen else {}
    pinned = [found[key] for key in dict.fromkeys(chosen) if key in found]
    missing = max(0, wanted.count - len(pinned))
    if not missing:
        return pinned
    newest = mine.filter(terms__contains=list(wanted.terms)).exclude(public_id__in=found)
    rows = newest.order_by("-sort_at", "-public_id")[: missing + len(faces.hidden)]
    return [*pinned, *_read(rows, faces)[:missing]]


def _rows(thing: Thing) -> QuerySet[Current]:
    """The live items of the same site and language that may stand in lists."""
    listed = [kind.name for kind in listed_types()]
    return _live().filter(site=thing.site, locale=thing.locale, type__in=listed)


def _live() -> QuerySet[Current]:
    return Current.objects.filter(kind=Kind.PAGE, state=State.LIVE)


def _read(rows: QuerySet[Current], faces: Faces) -> list[Row]:
    """Without what ends in this very pass."""
    read = (Row(*row) for row in rows.values_list(*Row._fields))
    return [row for row in read if row.thing not in faces.hidden]


def _nearest(goals: Collection[UUID], thing: Thing, faces: Faces) -> list[Row]:
    """For each goal of a link, the page in the language and on the site of `thing`, if there is one."""
    rows = _read(_live().filter(public_id__in=set(goals)), faces) if goals else []
    rows.sort(key=lambda row: (row.locale == thing.locale, row.site == thing.site, row.locale))
    return list({row.public_id: row for row in rows}.values())
