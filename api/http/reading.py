"""Where readers are answered from: the replica while it is good for it, otherwise the primary (ADR 33).

What this process knows of the replica it learns beside the requests, from `Replica.look`, which asks both once a
second; no request asks for it. A request that the replica cannot answer is answered by the primary, and nobody notices.
"""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from psycopg import Connection
from psycopg.errors import QueryCanceled
from psycopg_pool import PoolTimeout

from api.http.gate import gate

logger = logging.getLogger(__name__)

REPLICA = "replica"
PRIMARY = "reading" if "reading" in settings.DATABASES else DEFAULT_DB_ALIAS
WAYS = tuple(dict.fromkeys((DEFAULT_DB_ALIAS, PRIMARY, *({REPLICA} & settings.DATABASES.keys()))))
LOST = (DatabaseError, InterfaceError, PoolTimeout)
GONE = ("08", "53", "57P")  # states of SQL: no connection, no room, shutting down
MOST_KEPT = 600
# What a statement sees was settled before it asks how far the server is: of the primary that is the order that is
# wanted, of the replica it is not, so its log is asked about afterwards.
OF_PRIMARY = """
select (pg_current_wal_lsn() - '0/0')::bigint, system_identifier, pg_is_in_recovery(),
  (select coalesce(max(seq), 0) from api_publications_version) from pg_control_system()
"""
OF_REPLICA = """
select coalesce((pg_last_wal_replay_lsn() - '0/0')::bigint, 0), system_identifier, pg_is_in_recovery()
from pg_control_system()
"""
NEWEST = "select seq, hash from api_publications_version order by seq desc limit 1"
IS_KNOWN = "select exists (select from api_publications_version where (seq, hash) = (%s, %s))"
NOTHING = (0, "")  # of a log in which nothing stands yet
IS_STANDBY = b"in_hot_standby"
DOUBTS = frozenset({"another_server", "diverged"})  # what only the primary can take back

_way: ContextVar[str | None] = ContextVar("way", default=None)


class Behind(Exception):
    """The replica has not yet got what is asked for."""


class Promoted(Exception):
    """The replica follows nobody any more: what it says may be its own."""


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
        except Promoted:
            replica.leave("no_standby")
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


def check_follows(name: str, given: Connection[Any] | None) -> None:
    """Raise `Promoted` where the server of this connection was the replica. It says so with every answer, unasked, so
    what it answered before is the primary's.
    """
    if name == REPLICA and given is not None and given.pgconn.parameter_status(IS_STANDBY) == b"off":
        raise Promoted


def _on[Given](name: str, read: Callable[[], Given]) -> Given:
    token = _way.set(name)
    try:
        given = read()
        check_follows(name, connections[name].connection)
        return given
    finally:
        _way.reset(token)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a server has written or replayed, which one it is, and the number of the newest version in its log."""

    lsn: int
    system: int
    is_standby: bool
    number: int


class Replica:
    """What a process knows of the replica. `fault` says why it is not read from; `lag` are seconds, where known."""

    def __init__(self, most_lag: float) -> None:
        self.most_lag = most_lag
        self.is_good = False
        self.fault = "not_asked"
        self.lag: float | None = None
        self._seen: deque[tuple[float, Position]] = deque()

    @property
    def is_configured(self) -> bool:
        """Whether there is one."""
        return REPLICA in WAYS

    def look(self) -> None:
        """Ask both how far they are, and decide. Never raises for a database that does not answer."""
        at, primary = monotonic(), _row(PRIMARY, OF_PRIMARY)
        if primary:
            gate.open()  # whoever the replica leaves alone need not be the one that tries
        standby, newest = _row(REPLICA, OF_REPLICA), _row(REPLICA, NEWEST, nothing=NOTHING)
        is_known = newest in (None, NOTHING) or _row(PRIMARY, IS_KNOWN, newest) != (False,)
        self.judge(
            at,
            Position(*primary) if primary else None,
            Position(*[*standby, newest[0]]) if standby and newest else None,
            is_known=is_known,
        )

    def judge(self, at: float, primary: Position | None, standby: Position | None, *, is_known: bool) -> None:
        """Decide by how far both are; `is_known`: the primary knows the newest version of the replica, or is silent."""
        fault = self._fault(at, primary, standby, is_known=is_known)
        if not fault and primary is None and self.fault in DOUBTS:
            fault = self.fault
        self.leave(fault)

    def note(self, error: BaseException) -> None:
        """A request met an error there. If it is lost, nobody asks it until the next look finds it well."""
        if is_lost(error):
            self.leave("lost")
        else:
            logger.warning(
                "The replica could not answer, the primary does: %s", type(error.__cause__ or error).__name__
            )

    def leave(self, fault: str) -> None:
        """Read from it no more, because of this; "" reads from it."""
        if fault != self.fault:
            logger.warning("The replica is %s", f"left: {fault}" if fault else "read from")
        self.is_good, self.fault = not fault, fault

    def _fault(self, at: float, primary: Position | None, standby: Position | None, *, is_known: bool) -> str:
        if standby is None:
            self.lag = None
            return "lost"
        if not standby.is_standby:
            return "no_standby"
        if primary is not None:
            if primary.system != standby.system:
                return "another_server"
            self._seen.append((at, primary))
        return self._fault_of(at, standby) if is_known else "diverged"

    def _fault_of(self, at: float, standby: Position) -> str:
        """By what the primary had written when it was looked at: the oldest that is kept is the newest replayed."""
        while len(self._seen) > 1 and self._seen[1][1].lsn <= standby.lsn:
            self._seen.popleft()
        if len(self._seen) > MOST_KEPT:
            del self._seen[1]
        if not self._seen:  # the primary was never there: nobody writes, and nobody else can be asked
            self.lag = None
            return ""
        seen_at, written = self._seen[0]
        if written.lsn > standby.lsn:
            self.lag = at - seen_at
            return "behind"
        if written.number > standby.number:  # it got as far by something else than what the primary wrote
            return "diverged"
        self.lag = 0.0 if len(self._seen) == 1 else at - seen_at
        return "behind" if self.lag > self.most_lag else ""


def _row(
    name: str, sql: str, values: Sequence[Any] | None = None, *, nothing: tuple[Any, ...] | None = None
) -> tuple[Any, ...] | None:
    """One row; `nothing` where there is none. None of a server that does not answer, or is none of the kind."""
    try:
        with connections[name].cursor() as cursor:
            cursor.execute(sql, values)
            found: tuple[Any, ...] | None = cursor.fetchone()
            return found or nothing
    except LOST as error:
        logger.info("%s does not say how far it is: %s", name, error)
        return None
    finally:
        connections[name].close()


replica = Replica(settings.DATABASE_REPLICA_LAG)
