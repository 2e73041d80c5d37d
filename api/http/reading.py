"""Where readers are answered from: the replica while it is good for it, otherwise the primary (ADR 33).

What this process knows of the replica it learns beside the requests, from `Replica.look`, which asks both once a
second; no request asks for it. A request that the replica cannot answer is answered by the primary, and nobody notices.
"""

import logging
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from psycopg.errors import QueryCanceled
from psycopg_pool import PoolTimeout

logger = logging.getLogger(__name__)

REPLICA = "replica"
PRIMARY = "reading" if "reading" in settings.DATABASES else DEFAULT_DB_ALIAS
WAYS = tuple(dict.fromkeys((DEFAULT_DB_ALIAS, PRIMARY, *({REPLICA} & settings.DATABASES.keys()))))
LOST = (DatabaseError, InterfaceError, PoolTimeout)
GONE = ("08", "53", "57P")  # states of SQL: no connection, no room, shutting down
MOST_KEPT = 600
OF_PRIMARY = "select (pg_current_wal_lsn() - '0/0')::bigint, system_identifier from pg_control_system()"
OF_REPLICA = """
select (pg_last_wal_replay_lsn() - '0/0')::bigint, system_identifier, pg_is_in_recovery() from pg_control_system()
"""

_way: ContextVar[str | None] = ContextVar("way", default=None)


class Behind(Exception):
    """The replica has not yet got what is asked for."""


class Router:
    """Models that are read while a reader is answered are read where he is answered from."""

    def db_for_read(self, _model: type, **_hints: Any) -> str | None:
        """The way of this reader; where nobody is being answered, as everywhere."""
        return _way.get()

    def allow_migrate(self, db: str, _label: str, **_hints: Any) -> bool | None:
        """Tables are made on the first way alone."""
        return None if db == DEFAULT_DB_ALIAS else False


def way() -> str:
    """From where the reader of this moment is answered."""
    return _way.get() or PRIMARY


def answered[Given](read: Callable[[], Given]) -> Given:
    """What `read` gives, on the replica if it is good for it and can answer, else on the primary.

    What takes too long on the replica is not begun again on the primary.
    """
    if replica.is_good:
        try:
            return _on(REPLICA, read)
        except Behind:
            pass
        except LOST as error:
            if isinstance(error.__cause__, QueryCanceled):
                raise
            replica.note(error)
    return _on(PRIMARY, read)


def ask_the_primary() -> None:
    """What was found is not believed of a replica, which may be behind; of the primary it is. Raises `Behind`."""
    if way() == REPLICA:
        raise Behind


def is_last_resort() -> bool:
    """Whether nobody else can be asked."""
    return way() != REPLICA


def is_lost(error: BaseException) -> bool:
    """Whether an error says that the database is gone, and not that it does not like the question."""
    state = getattr(error.__cause__ or error, "sqlstate", None)
    return state is None or state.startswith(GONE)


def _on[Given](name: str, read: Callable[[], Given]) -> Given:
    token = _way.set(name)
    try:
        return read()
    finally:
        _way.reset(token)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a server has written or replayed, and which one it is."""

    lsn: int
    system: int
    is_standby: bool = False


class Replica:
    """What a process knows of the replica. `fault` says why it is not read from; `lag` are seconds, where known."""

    def __init__(self, most_lag: float) -> None:
        self.most_lag = most_lag
        self.is_good = False
        self.fault = "not_asked"
        self.lag: float | None = None
        self._seen: deque[tuple[float, int]] = deque()

    @property
    def is_configured(self) -> bool:
        """Whether there is one."""
        return REPLICA in WAYS

    def look(self) -> None:
        """Ask both how far they are, and decide. Never raises for a database that does not answer."""
        at, primary = monotonic(), _position(PRIMARY, OF_PRIMARY)
        standby = _position(REPLICA, OF_REPLICA)
        self._decide(self._fault(at, primary, standby))

    def note(self, error: BaseException) -> None:
        """A request met an error there. If it is lost, nobody asks it until the next look finds it well."""
        if is_lost(error):
            self._decide("lost")
        else:
            logger.warning(
                "The replica could not answer, the primary does: %s", type(error.__cause__ or error).__name__
            )

    def _decide(self, fault: str) -> None:
        if fault != self.fault:
            logger.warning("The replica is %s", f"left: {fault}" if fault else "read from")
        self.is_good, self.fault = not fault, fault

    def _fault(self, at: float, primary: Position | None, standby: Position | None) -> str:
        if standby is None:
            self.lag = None
            return "lost"
        if not standby.is_standby:
            return "no_standby"
        if primary is not None:
            if primary.system != standby.system:
                return "another_server"
            self._seen.append((at, primary.lsn))
        return self._fault_of(at, standby.lsn)

    def _fault_of(self, at: float, replayed: int) -> str:
        """By what the primary had written when it was looked at: the oldest that is kept is the newest replayed."""
        while len(self._seen) > 1 and self._seen[1][1] <= replayed:
            self._seen.popleft()
        if len(self._seen) > MOST_KEPT:
            del self._seen[1]
        if not self._seen:  # the primary was never there: nobody writes, and nobody else can be asked
            self.lag = None
            return ""
        seen_at, written = self._seen[0]
        is_all = written <= replayed and len(self._seen) == 1
        self.lag = 0.0 if is_all else at - seen_at
        return "behind" if written > replayed or self.lag > self.most_lag else ""


def _position(name: str, sql: str) -> Position | None:
    """None of a server that does not answer, or is none of the kind."""
    try:
        with connections[name].cursor() as cursor:
            cursor.execute(sql)
            return Position(*cursor.fetchone())
    except LOST as error:
        logger.info("%s does not say how far it is: %s", name, error)
        return None
    finally:
        connections[name].close()


replica = Replica(settings.DATABASE_REPLICA_LAG)
