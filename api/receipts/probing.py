"""The loop of the worker that looks: one process at a time, behind all that publishes, all places beside each other.

This thread asks and writes the tables; threads beside it do nothing but fetch. Our own addresses and frontends have
lanes of their own, a place has two looks under way at most, one that does not answer is left alone for a while and
asked by one look alone, and those that do not answer take no more than half of a lane: so none holds up the others.
What was fetched and could not be written down is fetched again.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from api.publications.locks import free_lock
from api.publications.models import Current, HostRow
from api.receipts.enums import Fault
from api.receipts.following import follow, let_go_of_frontends
from api.receipts.looking import Seen, Target, look, of_frontend, of_ours
from api.receipts.models import OPEN, Receipt
from api.receipts.rules import Terms, terms
from api.receipts.settling import raise_alarms, settle
from sites import clock

LOCK = 7_305_103
PAUSE = 0.1  # seconds after which is looked for new versions
STANDBY = 5.0
LANES = {"site": 4, "frontend": 8}  # looks beside each other
AT_A_PLACE = 2
LONGEST_REST = 30.0  # seconds for which a place that does not answer is left alone
SHARE = 3  # our own addresses are asked no more than a third as often as anybody may
A_LITTLE = 5.0  # seconds: what was not written down by then is fetched again
EVERY_SECOND = 1.0

NEWS = """
select (select coalesce(max(seq), 0) from api_publications_version)
    > coalesce((select position from api_receipts_reach), 0),
  exists (select from api_receipts_receipt where ended_at is null and next_try_at <= %s)
"""
DUE = """
select r.id, p.place from (
  select distinct place from api_receipts_receipt
  where ended_at is null and next_try_at <= %(now)s and starts_with(place, %(lane)s)
) p cross join lateral (
  select id from api_receipts_receipt r where r.place = p.place and r.ended_at is null and r.next_try_at <= %(now)s
  order by r.tries, r.version_id desc limit %(most)s
) r where not p.place = any(%(blocked)s) order by random()
"""


def nothing() -> None:
    """What is done after a round where nobody wants to know of it."""


def look_forever(stop: threading.Event, after_round: Callable[[], None] = nothing) -> None:
    """Look until told to stop; while another process does, stand by."""
    while not stop.is_set():
        with free_lock(LOCK) as is_ours:
            if is_ours:
                _look(stop, after_round)
        after_round()
        stop.wait(STANDBY)


def _look(stop: threading.Event, after_round: Callable[[], None]) -> None:
    with ThreadPoolExecutor(sum(LANES.values()), thread_name_prefix="receipts") as pool:
        watch = Watch(pool)
        while not stop.is_set():
            watch.round()
            after_round()
            watch.pause(stop)


@dataclass(slots=True)
class Place:
    """How a place has answered: the looks in vain since the last good one (None: it was never asked)."""

    misses: int | None = None
    down_since: float = 0.0
    rests_until: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether it answered the last time."""
        return self.misses == 0


@dataclass(slots=True)
class Watch:
    """What is under way, and how each place answers."""

    pool: ThreadPoolExecutor
    under_way: dict[Future[Seen], tuple[int, str]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    said: Terms = field(default_factory=Terms)
    next_second: float = 0.0
    next_of_ours: float = 0.0

    def round(self) -> int:
        """Write down what has come back, follow the log, send the next looks; answers how many left."""
        for future in [one for one in self.under_way if one.done()]:
            self._settle(*self.under_way.pop(future), future.result())
        if time.monotonic() >= self.next_second:
            self._every_second()
        with connection.cursor() as cursor:
            cursor.execute(NEWS, [clock.now()])
            is_behind, is_due = cursor.fetchone()
        made = follow() if is_behind else 0
        return self._send() if is_due or made else 0

    def pause(self, stop: threading.Event) -> None:
        """Until something comes back, or for a moment."""
        if self.under_way:
            wait(self.under_way, timeout=PAUSE, return_when=FIRST_COMPLETED)
        else:
            stop.wait(PAUSE)

    def _every_second(self) -> None:
        self.next_second = time.monotonic() + EVERY_SECOND
        self.said = terms()
        if not Receipt.objects.filter(OPEN).exists():
            return
        let_go_of_frontends()
        before = time.monotonic() - self.said.seconds
        down = [name for name, place in self.places.items() if place.misses and place.down_since < before]
        raise_alarms(self.said, down=down)

    def _settle(self, number: int, name: str, seen: Seen) -> None:
        place = self.places[name]
        if seen.is_down:
            now = time.monotonic()
            place.down_since = place.down_since if place.misses else now
            place.misses = (place.misses or 0) + 1
            place.rests_until = now + min(0.5 * 2 ** min(place.misses, 10), LONGEST_REST)
        elif place.misses:
            Receipt.objects.filter(OPEN, place=name).update(next_try_at=clock.now())  # all that waited for it
        settle(number, seen, self.said)
        if not seen.is_down:
            place.misses = 0

    def _send(self) -> int:
        count = 0
        for lane, size in LANES.items():
            chosen = list(self._chosen(lane, size))
            lease = clock.now() + timedelta(seconds=self.said.answer_seconds + A_LITTLE)
            Receipt.objects.filter(pk__in=[number for number, _place in chosen]).update(next_try_at=lease)
            count += self._begin(dict(chosen))
        return count

    def _chosen(self, lane: str, size: int) -> Iterator[tuple[int, str]]:
        """The next receipts of a lane, as many as it may begin now."""
        busy = Counter(place for _number, place in self.under_way.values() if place.startswith(lane))
        free = size - busy.total()
        if free <= 0 or not self._may_begin(lane):
            return
        shy = sum(number for name, number in busy.items() if not self.places[name].is_good)
        for number, name in _due(lane, self._resting(busy)):
            place = self.places.setdefault(name, Place())
            most = AT_A_PLACE if place.is_good else min(1, size // 2 - shy)
            if free > 0 and busy[name] < most:
                free, busy[name], shy = free - 1, busy[name] + 1, shy + (not place.is_good)
                yield number, name

    def _may_begin(self, lane: str) -> bool:
        """Our own address counts who asks it: nobody is asked more often than a share of what one address may ask."""
        most = settings.REQUESTS_A_MINUTE["read"]
        return lane != "site" or not most or time.monotonic() >= self.next_of_ours

    def _resting(self, busy: Counter[str]) -> list[str]:
        now = time.monotonic()
        resting = [name for name, place in self.places.items() if place.rests_until > now]
        return resting + [name for name, number in busy.items() if number >= AT_A_PLACE]

    def _begin(self, chosen: dict[int, str]) -> int:
        rows = list(
            Receipt.objects.filter(OPEN, pk__in=chosen).select_related("version", "frontend").defer("version__frame")
        )
        names = _names_of(rows)
        for receipt in rows:
            target = _target(receipt, names)
            if target is None:
                settle(receipt.pk, Seen(clock.now(), fault=Fault.NO_HOST), self.said)
                continue
            future = self.pool.submit(look, target, seconds=self.said.answer_seconds)
            self.under_way[future] = receipt.pk, receipt.place
            if target.is_ours and (most := settings.REQUESTS_A_MINUTE["read"]):
                self.next_of_ours = max(self.next_of_ours, time.monotonic()) + 60 * SHARE / most
        return len(rows)


def _due(lane: str, blocked: Collection[str]) -> list[tuple[int, str]]:
    """What may be looked at now: of each place the first ones, those that were never looked for before the others."""
    words: dict[str, Any] = {"now": clock.now(), "lane": lane, "most": AT_A_PLACE, "blocked": list(blocked)}
    with connection.cursor() as cursor:
        cursor.execute(DUE, words)
        return cursor.fetchall()  # type: ignore[no-any-return]


def _names_of(rows: Collection[Receipt]) -> dict[object, str]:
    """The canonical names of sites by their public ids."""
    sites = {receipt.version.site for receipt in rows}
    return dict(HostRow.objects.filter(site__in=sites).values_list("site", "canonical"))


def _target(receipt: Receipt, names: dict[object, str]) -> Target | None:
    """Where to look; None where the site has no name any more, or the frontend's address is none."""
    version, frontend = receipt.version, receipt.frontend
    if frontend is None:
        name = names.get(version.site)
        return of_ours(name, str(version.public_id), version.locale) if name else None
    path = Current.objects.filter(
        kind=version.kind, public_id=version.public_id, locale=version.locale, site=version.site
    ).values_list("path", flat=True)
    own = frozenset(HostRow.objects.filter(site=version.site).values_list("hostname", flat=True))
    try:
        return of_frontend(frontend.public, path[0], own_names=own)
    except ValueError:
        return None
