"""What is sent: the changes of the log after a position, as one message with a name of its own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from api.content.history import WHY, is_withheld
from api.publications.enums import Kind
from api.publications.frames import moment
from api.publications.models import HostRow, Version
from api.publications.things import Thing
from api.webhooks.enums import Type
from api.webhooks.models import Endpoint
from sites import clock
from workflows.passage.enums import WITHHELD

KINDS = {Kind.PAGE: "item", Kind.SITE: "site", Kind.NAVIGATION: "menus", Kind.ADDRESS: "address"}
MOST_CHANGES = 100  # of one message
WINDOW = 5_000  # numbers of the log that are looked through at once
COLUMNS = ("seq", "kind", "public_id", "locale", "site", "at", "state", "causes", "frame", "hash", "body__erased_at")


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one endpoint. `last` is the number up to which everything is delivered once it is taken."""

    name: str
    type: Type
    body: bytes
    first: int | None = None
    last: int | None = None
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing concerns the endpoint up to this number."""

    last: int


def next_message(endpoint: Endpoint, *, head: int) -> Message | Nothing:
    """What comes after the position of an endpoint, `head` being the newest number of the log.

    Where a message is under way it is made again: the log does not change, so it says the same under the same name.
    """
    end = endpoint.pending_to or min(head, endpoint.position + WINDOW)
    rows = list(_concerning(endpoint, end)[: MOST_CHANGES + 1])
    if not rows:
        return Nothing(end)
    told = rows[:MOST_CHANGES]
    last = told[-1].seq if len(rows) > MOST_CHANGES else end
    name = f"msg_{endpoint.public_id.hex[:12]}_{endpoint.generation}_{told[0].seq}_{told[-1].seq}"
    body = _written(Type.CHANGED, moment(told[-1].at), {"changes": changes_of(told), "position": last})
    return Message(name, Type.CHANGED, body, told[0].seq, last, len(told))


def trial_message(endpoint: Endpoint) -> Message:
    """A message without changes, to see whether it arrives."""
    now = clock.now()
    name = f"msg_{endpoint.public_id.hex[:12]}_test_{int(now.timestamp() * 1000)}"
    return Message(name, Type.TEST, _written(Type.TEST, moment(now), {"changes": [], "position": endpoint.position}))


def changes_of(rows: Sequence[Version]) -> list[dict[str, Any]]:
    """Entries of the log as consumers are told of them: what changed and where to read it, never the text itself.

    The fields mean what they mean in `/changes/`. Of what is withheld, or was later, not even the address is told: it
    is made of words of the title.
    """
    hosts = dict(HostRow.objects.filter(site__in={row.site for row in rows}).values_list("site", "canonical"))
    until = _withheld_until(rows)
    return [_change(row, hosts, is_closed=is_withheld(row) or row.seq <= until.get(_thing(row), 0)) for row in rows]


def _change(row: Version, hosts: Mapping[UUID, str], *, is_closed: bool) -> dict[str, Any]:
    place = {} if is_closed else row.frame
    return {
        "version": row.seq,
        "hash": row.hash,
        "at": moment(row.at),
        "kind": KINDS[Kind(row.kind)],
        "public_id": str(row.public_id),
        "locale": row.locale or None,
        "site": hosts.get(row.site, ""),
        "state": row.state,
        "why": [WHY.get(cause, cause) for cause in row.causes],
        "withheld": is_closed,
        "path": place.get("path"),
        "url": place.get("url"),
    }


def _withheld_until(rows: Sequence[Version]) -> dict[Thing, int]:
    """For each thing of these versions that was ever withheld, the number of the last version that did it."""
    pages = {row.public_id for row in rows if row.kind == Kind.PAGE}
    ended = Version.objects.filter(
        kind=Kind.PAGE, public_id__in=pages, causes__overlap=[str(kind) for kind in WITHHELD]
    )
    names = ("kind", "public_id", "locale", "site", "seq")
    return {Thing(*thing): seq for *thing, seq in ended.order_by("seq").values_list(*names)}


def _thing(row: Version) -> Thing:
    return Thing(row.kind, row.public_id, row.locale, row.site)


def _concerning(endpoint: Endpoint, end: int) -> QuerySet[Version]:
    """The versions after its position up to a number that an endpoint is told of."""
    consumer = endpoint.consumer
    window = Version.objects.filter(seq__gt=endpoint.position, seq__lte=end)
    rows = window.select_related("body").only(*COLUMNS).order_by("seq")
    sites = [endpoint.site] if endpoint.site else list(consumer.sites.all())
    if sites:
        rows = rows.filter(site__in=[site.public_id for site in sites])
    if consumer.languages:
        rows = rows.filter(Q(locale__in=consumer.languages) | Q(locale=""))
    if endpoint.kinds:
        rows = rows.filter(kind__in=endpoint.kinds)
    return rows


def _written(kind: Type, at: str | None, data: Mapping[str, Any]) -> bytes:
    words = {"type": kind.value, "timestamp": at, "data": data}
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
