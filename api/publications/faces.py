"""What others show of a page: as the log has it, overlaid with what is about to be appended."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from api.publications.selectors import live_faces, live_things_on
from api.publications.things import Face, Thing


@dataclass(frozen=True, slots=True)
class Listed:
    """A live page as lists see it: its place in their order, and what they choose it by."""

    thing: Thing
    seq: int
    type: str
    sort_at: datetime
    terms: frozenset[str] = frozenset()

    @property
    def public_id(self) -> UUID:
        """Under which lists name it."""
        return self.thing.public_id


class Faces:
    """The live pages as they will be after this pass.

    `show` says what becomes of a thing of this pass; for all others the log is asked, in one query by `load`. `coming`
    are those that lists show although the log does not have them so: previews put drafts there, the drain nothing.
    """

    def __init__(self) -> None:
        self.coming: dict[Thing, Listed] = {}
        self._set: dict[Thing, Face | None] = {}
        self._known: dict[UUID, list[Face]] = {}

    def show(self, thing: Thing, face: Face | None) -> None:
        """From this pass on, others see `face` of this thing, or nothing."""
        self._set[thing] = face

    def keep(self, thing: Thing) -> None:
        """Others go on seeing what the log shows of this thing."""
        self._set.pop(thing, None)

    @property
    def hidden(self) -> set[Thing]:
        """What nobody sees any more after this pass."""
        return {thing for thing, face in self._set.items() if face is None}

    def load(self, public_ids: Collection[UUID]) -> None:
        """Read what the log says of these pages."""
        wanted = set(public_ids) - set(self._known)
        self._known.update({public_id: [] for public_id in wanted})
        for face in live_faces(wanted) if wanted else ():
            self._known[face.thing.public_id].append(face)

    def of(self, public_id: UUID) -> list[Face]:
        """Every live page of this public id, by language."""
        if public_id not in self._known:
            self.load([public_id])
        found = {face.thing: face for face in self._known[public_id] if face.thing not in self._set}
        found |= {thing: face for thing, face in self._set.items() if face and thing.public_id == public_id}
        return sorted(found.values(), key=lambda face: face.thing.locale)

    def nearest(self, public_id: UUID, thing: Thing) -> Face | None:
        """The page that a link of `thing` leads to: in its language and on its site, if there is one."""
        faces = self.of(public_id)
        faces.sort(key=lambda face: (face.thing.locale != thing.locale, face.thing.site != thing.site))
        return faces[0] if faces else None

    def taken(self, places: Iterable[tuple[Thing, str]]) -> set[Thing]:
        """Of these things, the ones whose path another live page keeps, or claims before them."""
        wanted = list(places)
        incumbents = live_things_on({(thing.site, path) for thing, path in wanted})
        owners: dict[tuple[UUID, str], Thing] = {}
        for place, owner in incumbents.items():
            stays = owner not in self._set or ((face := self._set[owner]) is not None and face.path == place[1])
            if stays:
                owners[place] = owner
        return {thing for thing, path in wanted if owners.setdefault((thing.site, path), thing) != thing}
