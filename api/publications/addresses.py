"""Presenting paths that lead elsewhere and never were an item: whatever `sites.domains.addresses` is given."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from api.publications.endings import leads_to
from api.publications.enums import Kind, State
from api.publications.faces import Faces
from api.publications.hosts import Atlas, SiteRecord
from api.publications.things import Last, Presented, Thing
from sites.domains.addresses import Leading, leading_elsewhere
from workflows.passage.enums import WithdrawalKind


class AddressDesk:
    """Presents the paths of one pass."""

    def __init__(self, *, atlas: Atlas, last: Mapping[Thing, Last], faces: Faces) -> None:
        self.sites = {site.public_id: site for site in atlas.sites.values()}
        self.last = {thing: entry for thing, entry in last.items() if thing.kind == Kind.ADDRESS}
        self.faces = faces

    def present(self, public_ids: Iterable[UUID]) -> list[Presented]:
        """Everything that is to be said of these."""
        wanted = set(public_ids)
        presented = [
            self._leading(row, site)
            for row in (leading(wanted) if wanted else ())
            if (site := self.sites.get(row.site)) is not None and site.is_open
        ]
        seen = {entry.thing for entry in presented}
        return presented + [self._gone(thing, last) for thing, last in self.last.items() if thing not in seen]

    def _leading(self, row: Leading, site: SiteRecord) -> Presented:
        thing = Thing(Kind.ADDRESS, row.public_id, "", row.site)
        reader = Thing(Kind.PAGE, row.public_id, _language(row.path, site), row.site)
        face, seen = leads_to(row.item, reader, self.faces)
        own = face.path if face and face.thing.site == row.site else face.url if face else ""
        location = row.target or own
        frame = {
            "site": site.canonical,
            "path": row.path,
            "kind": WithdrawalKind.REDIRECT.value,
            "successor": {"public_id": str(row.item), "path": face.path, "url": face.url} if face else None,
            "_type": "address",
            "_scope": list(site.scope),
            "_terms": [],
            "_deps": [f"page:{public_id}" for public_id in seen],
            **({"location": location, "status": row.status} if location else {}),
        }
        state = State.REDIRECT if location else State.GONE
        return Presented(thing, state=state, frame=frame, causes=(WithdrawalKind.REDIRECT.value,))

    def _gone(self, thing: Thing, last: Last) -> Presented:
        if last.state == State.GONE and last.frame.get("kind") == WithdrawalKind.GONE:
            return Presented(thing, state=State.GONE, frame=last.frame)
        frame = {name: value for name, value in last.frame.items() if name not in ("location", "status")}
        ended = {**frame, "kind": WithdrawalKind.GONE.value, "successor": None, "_deps": []}
        return Presented(thing, state=State.GONE, frame=ended, causes=(WithdrawalKind.GONE.value,))


def leading(public_ids: Collection[UUID] | None) -> list[Leading]:
    """What every source says of these public ids; of all where None is asked."""
    return [row for source in leading_elsewhere for row in source(public_ids)]


def _language(path: str, site: SiteRecord) -> str:
    """The language of the readers of a path."""
    first = path.strip("/").partition("/")[0]
    return first if first in site.languages else site.first_locale
