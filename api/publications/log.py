"""Adding to the log. Nothing else writes versions, and nothing at all changes them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from api.publications.cards import cards_of
from api.publications.models import Body, Current, Version
from api.publications.payloads import row_of
from api.publications.selectors import head
from api.publications.things import Presented
from cms.pages.public import canonical, digest
from sites import clock

FRAME_ONLY = ("frame",)
COLUMNS = [
    field.name
    for field in Current._meta.concrete_fields
    if field.name not in {"id", "kind", "public_id", "locale", "site", "held", "held_reason"}
]


def append(entries: Sequence[Presented]) -> list[Version]:
    """Add one version for each entry, in this order, and bring `Current` in line. The caller holds the lock."""
    if not entries:
        return []
    _store_bodies(entries)
    versions = Version.objects.bulk_create(list(versions_of(entries, clock.now())))
    bodies = {entry.body: None if entry.text is None else canonical(entry.text) for entry in entries}
    cards = cards_of(versions)
    store_rows(row_of(version, bodies[version.body_id], cards) for version in versions)
    return versions


def hash_of(version: Version) -> str:
    """SHA-256 over all fields of a version but the hash itself."""
    return digest(
        {
            "seq": version.seq,
            "kind": version.kind,
            "public_id": str(version.public_id),
            "locale": version.locale,
            "site": str(version.site),
            "at": version.at.astimezone(UTC).isoformat(),
            "state": version.state,
            "causes": list(version.causes),
            "release": version.release_id,
            "body": version.body_id,
            "frame": version.frame,
            "previous_hash": version.previous_hash,
        }
    )


def _store_bodies(entries: Sequence[Presented]) -> None:
    bodies = {
        entry.body: Body(sha256=entry.body, bytes=canonical(entry.text))
        for entry in entries
        if entry.body is not None and entry.text is not None
    }
    Body.objects.bulk_create(bodies.values(), ignore_conflicts=True)


def versions_of(entries: Sequence[Presented], at: datetime) -> Iterable[Version]:
    """The versions that follow the newest one, one for each entry."""
    seq, previous = head()
    for entry in entries:
        seq += 1
        version = Version(
            seq=seq,
            kind=entry.thing.kind,
            public_id=entry.thing.public_id,
            locale=entry.thing.locale,
            site=entry.thing.site,
            at=at,
            state=entry.state,
            causes=list(entry.causes or FRAME_ONLY),
            release_id=entry.release,
            body_id=entry.body,
            frame=entry.frame,
            previous_hash=previous,
        )
        version.hash = previous = hash_of(version)
        yield version


def store_rows(rows: Iterable[Current]) -> None:
    """Write rows of `Current` over what is there; `held` stays as it is."""
    Current.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "public_id", "locale", "site"], update_fields=COLUMNS
    )
