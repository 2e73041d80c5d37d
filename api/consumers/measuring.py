"""How consumers fare: counted in each process, added up in the database every few seconds, never at a request.

What a process that is killed has counted since is lost; figures are for people who look, not for bills.
"""

import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connection, transaction
from psycopg_pool import PoolTimeout

from api.consumers.keys import Caller
from sites import clock

logger = logging.getLogger(__name__)

SECONDS_BETWEEN = 15.0
MOST_HELD = 2_000  # rows that wait to be written, of consumers and hours
MISTAKES, FOUND_NOTHING, HELD_OFF, SERVER = range(400, 500), frozenset({404, 410}), 429, 500

USAGE = """
insert into api_consumers_usage as u (consumer_id, hour, requests, mistaken, held_off, failed)
select c.id, %s, %s, %s, %s, %s from api_consumers_consumer c where c.id = %s
on conflict (consumer_id, hour) do update set requests = u.requests + excluded.requests,
  mistaken = u.mistaken + excluded.mistaken, held_off = u.held_off + excluded.held_off,
  failed = u.failed + excluded.failed
"""
TRACE = """
insert into api_consumers_trace as t (consumer_id, seen_at, position, position_at)
select c.id, %s, %s, %s from api_consumers_consumer c where c.id = %s
on conflict (consumer_id) do update set seen_at = greatest(t.seen_at, excluded.seen_at),
  position = case when excluded.position_at >= coalesce(t.position_at, '-infinity') then excluded.position
             else t.position end,
  position_at = greatest(t.position_at, excluded.position_at)
"""
KEYS = "update api_consumers_key set used_at = greatest(used_at, %s) where id = %s"


@dataclass(slots=True)
class Counted:
    """One consumer within one hour."""

    requests: int = 0
    mistaken: int = 0
    held_off: int = 0
    failed: int = 0

    def add(self, status: int) -> None:
        """One request more, by how it was answered."""
        self.requests += 1
        if status == HELD_OFF:
            self.held_off += 1
        elif status in MISTAKES and status not in FOUND_NOTHING:
            self.mistaken += 1
        elif status >= SERVER:
            self.failed += 1


@dataclass(slots=True)
class Held:
    """What a process has counted and not written."""

    usage: dict[tuple[int, datetime], Counted] = field(default_factory=dict)
    seen: dict[int, datetime] = field(default_factory=dict)
    keys: dict[int, datetime] = field(default_factory=dict)
    positions: dict[int, tuple[int, datetime]] = field(default_factory=dict)


class Tally:
    """The counter of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = Held()

    def note(self, caller: Caller, status: int) -> None:
        """A request of a known consumer was answered. A key that holds no more is a mistake of whoever sends it."""
        if not caller.consumer:
            return
        now = clock.now()
        name = (caller.consumer, now.replace(minute=0, second=0, microsecond=0))
        with self._lock:
            if name not in self._held.usage and len(self._held.usage) >= MOST_HELD:
                return
            self._held.usage.setdefault(name, Counted()).add(status if caller.is_good else 401)
            self._held.seen[caller.consumer] = self._held.keys[caller.key] = now

    def read_up_to(self, caller: Caller, number: int) -> None:
        """A consumer was given the log's changes up to this number; a fresh start may bring it back."""
        if caller.consumer:
            with self._lock:
                self._held.seen.setdefault(caller.consumer, clock.now())
                self._held.positions[caller.consumer] = (number, clock.now())

    def write(self) -> int:
        """Add what was counted to the database; answers how many consumers were seen. Lost if that fails."""
        with self._lock:
            held, self._held = self._held, Held()
        if not held.seen:
            return 0
        with transaction.atomic(), connection.cursor() as cursor:
            # in one order in all processes, so that none waits for another in a circle
            for (consumer, hour), row in sorted(held.usage.items(), key=lambda entry: entry[0]):
                counts = [row.requests, row.mistaken, row.held_off, row.failed]
                cursor.execute(USAGE, [hour, *counts, consumer])
            for consumer, seen_at in sorted(held.seen.items()):
                cursor.execute(TRACE, [seen_at, *held.positions.get(consumer, (None, None)), consumer])
            for key, used_at in sorted(held.keys.items()):
                cursor.execute(KEYS, [used_at, key])
        return len(held.seen)


tally = Tally()


def write_now() -> None:
    """Write what was counted, and say so where it fails."""
    try:
        tally.write()
    except (DatabaseError, InterfaceError, PoolTimeout):
        logger.exception("What consumers asked could not be written down")
    finally:
        connection.close()


def keep_writing() -> threading.Thread:
    """Write every few seconds for as long as the process lives. Started by the server in each process."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(SECONDS_BETWEEN):
            write_now()

    thread = threading.Thread(target=run, name="consumers", daemon=True)
    thread.start()
    return thread
