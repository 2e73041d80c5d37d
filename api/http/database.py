"""Reading fast: a statement that the server has prepared, answered in binary, so that ready bytes come as they lie.

Django's own cursor writes the values into the text, which is then planned anew for every request, gets bytes as
hexadecimal text, and sets up a connection for each request anew. What is asked here is asked again and again, so it
goes to libpq directly; values are adapted and read by psycopg as everywhere else.
"""

import re
from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from django.db import OperationalError as DjangoOperationalError
from django.db import close_old_connections, connections
from psycopg import Connection, Error, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg_pool import ConnectionPool

from api.http.gate import gate
from api.http.reading import PRIMARY, REPLICA, WAYS, check_follows, is_lost, way

type Row = tuple[Any, ...]

PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|%)")
KEPT = 100  # prepared statements on each connection, and as many parsed texts for each in this process


@lru_cache(KEPT * 10)
def _numbered(sql: str) -> tuple[bytes, list[str]]:
    """The statement with `$1` in the place of `%(name)s`, and the names in the order of the numbers."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] is None:
            return "%"
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return PLACEHOLDER.sub(number, sql).encode(), names


class Rows:
    """What a statement found. A row is read when it is asked for; ready bytes are taken as they lie, by column."""

    def __init__(self, result: PGresult, adapting: Any) -> None:
        adapting.set_pgresult(result)
        self._result, self._adapting = result, adapting

    def __len__(self) -> int:
        return self._result.ntuples

    def row(self, number: int) -> Row:
        """One row."""
        found: Row | None = self._adapting.load_row(number, tuple)
        assert found is not None  # noqa: S101 - asked for within `len`
        return found

    def every(self) -> list[Row]:
        """All rows."""
        return self._adapting.load_rows(0, len(self), tuple)

    def raw(self, column: int) -> list[bytes]:
        """A column of bytes or of text, as UTF-8."""
        value = self._result.get_value
        return [bytes(value(number, column) or b"") for number in range(len(self))]


def _fault(given: Connection[Any], result: PGresult) -> Error:
    """What the result tells; a lost connection has no code of its own there."""
    fault = error_from_result(result)
    return OperationalError(*fault.args) if given.broken else fault


@dataclass(frozen=True, slots=True)
class Question:
    """One statement with its values, and what is set for it alone."""

    sql: str
    parameters: Mapping[str, Any]
    settings: bytes = b""


@contextmanager
def _set(pgconn: PGconn, settings: bytes) -> Iterator[None]:
    """What is set holds until the end of the transaction: of one that is begun for it, unless one is open."""
    if not settings:
        yield
        return
    is_begun = pgconn.transaction_status == TransactionStatus.IDLE
    pgconn.exec_(b"begin; " + settings if is_begun else settings)
    try:
        yield
    finally:
        if is_begun:
            pgconn.exec_(b"commit")


class Reader:
    """One connection with the statements that are prepared on it."""

    def __init__(self) -> None:
        self._prepared: OrderedDict[tuple[bytes, tuple[int, ...]], bytes] = OrderedDict()
        self._made = 0

    def read(self, given: Connection[Any], question: Question) -> Rows:
        """The rows of one statement. Raises psycopg's errors."""
        text, names = _numbered(question.sql)
        adapting = Transformer(given)
        wanted = [question.parameters[name] for name in names]
        values: Any = adapting.dump_sequence(wanted, [PyFormat.AUTO] * len(names))
        key = (text, adapting.types or ())
        with _set(given.pgconn, question.settings):
            result = given.pgconn.exec_prepared(self._name(given, key), values, adapting.formats, Format.BINARY)
        if result.status != ExecStatus.TUPLES_OK:
            self._prepared.pop(key)  # a table may have got another shape since
            raise _fault(given, result)
        return Rows(result, adapting)

    def _name(self, given: Connection[Any], key: tuple[bytes, tuple[int, ...]]) -> bytes:
        if key in self._prepared:
            self._prepared.move_to_end(key)
            return self._prepared[key]
        self._made += 1
        name = b"read_%d" % self._made
        result = given.pgconn.prepare(name, *key)
        if result.status != ExecStatus.COMMAND_OK:
            raise _fault(given, result)
        self._prepared[key] = name
        if len(self._prepared) > KEPT:
            _key, oldest = self._prepared.popitem(last=False)
            given.pgconn.exec_(b"deallocate " + oldest)
        return name


_readers: WeakKeyDictionary[Connection[Any], Reader] = WeakKeyDictionary()


def rows_of(sql: str, parameters: Mapping[str, Any]) -> list[Row]:
    """The rows of one statement that changes nothing. Raises Django's errors of the database."""
    return asked(sql, parameters).every()


def asked(sql: str, parameters: Mapping[str, Any], settings: str = "") -> Rows:
    """The same, read as they are needed. `settings` (`set local ...`) hold for this statement."""
    name = way()
    ours = connections[name]
    pool = getattr(ours, "pool", None)
    question = Question(sql, parameters, settings.encode())
    if pool is None or ours.connection is not None:
        return _rows_within_a_request(ours, question)
    is_watched = name == REPLICA  # whether that is worth asking is seen by who looks after it
    if not (is_watched or gate.lets_pass()):
        raise DjangoOperationalError("the database was lost a moment ago")
    try:
        found = _rows_from(name, pool, question)
    except Error as error:
        if is_lost(error):
            let_go(name)
            if not is_watched:
                gate.shut()
        with ours.wrap_database_errors:
            raise
    if not is_watched:
        gate.open()
    return found


_at_hand: dict[str, deque[Connection[Any]]] = {name: deque() for name in WAYS}


def let_go(name: str = PRIMARY) -> None:
    """Give back the connections that are at hand, so that the pool looks at them, or before it is closed."""
    while _at_hand[name]:
        given: Any = _at_hand[name].pop()
        given._pool.putconn(given)


def close_after_reading() -> None:
    """What Django does at the end of a request, where it has not begun one and a reader has left a connection open."""
    for name in WAYS:
        ours = connections[name]
        if ours.connection is not None and not ours.in_atomic_block:  # a transaction is ended by who began it
            close_old_connections()


def _rows_from(name: str, pool: ConnectionPool[Any], question: Question) -> Rows:
    """On a connection at hand, or one of the pool's; those that were lost are given back until one answers. For a lost
    one to the replica the primary answers.

    Half of the pool's connections stay at hand: asking the pool takes longer than asking for an item.
    """
    at_hand = _at_hand[name]
    while True:
        given = _taken(at_hand, pool)
        try:
            rows = _rows_on(given, question)
            check_follows(name, given)
            return rows
        except OperationalError:
            if not given.broken or name == REPLICA:
                raise
        finally:
            if given.broken or len(at_hand) >= pool.max_size // 2:
                pool.putconn(given)
            else:
                at_hand.append(given)


def _taken(at_hand: deque[Connection[Any]], pool: ConnectionPool[Any]) -> Connection[Any]:
    try:
        return at_hand.pop()
    except IndexError:
        pool.open()
        return pool.getconn()


def _rows_on(given: Connection[Any], question: Question) -> Rows:
    reader = _readers.get(given)
    if reader is None:
        reader = _readers[given] = Reader()
    return reader.read(given, question)


class ReadingCursor:
    """As much of a cursor as whoever counts queries needs; `_query` is where Django looks for the text."""

    def __init__(self, given: Connection[Any], settings: bytes) -> None:
        self._given, self._settings = given, settings
        self._query: SimpleNamespace | None = None
        self.rows: Rows | None = None

    def execute(self, sql: str, parameters: Mapping[str, Any]) -> None:
        """Read the rows of one statement."""
        self._query = SimpleNamespace(query=_numbered(sql)[0])
        self.rows = _rows_on(self._given, Question(sql, parameters, self._settings))

    def close(self) -> None:
        """There is nothing to give back."""


def _rows_within_a_request(ours: Any, question: Question) -> Rows:
    """On the connection that is open already, or where there is no pool; seen by whoever counts queries."""
    ours.ensure_connection()
    reading = ReadingCursor(ours.connection, question.settings)
    with ours._prepare_cursor(reading) as cursor:
        cursor.execute(question.sql, question.parameters)
    assert reading.rows is not None  # noqa: S101 - it would have raised
    return reading.rows
