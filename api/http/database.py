"""Reading fast: a statement that the server has prepared, answered in binary, so that ready bytes come as they lie.

Django's own cursor writes the values into the text, which is then planned anew for every request, gets bytes as
hexadecimal text, and sets up a connection for each request anew. What is asked here is asked again and again, so it
goes to libpq directly; values are adapted and read by psycopg as everywhere else.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg import Connection, Error, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult
from psycopg_pool import ConnectionPool

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


def _fault(given: Connection[Any], result: PGresult) -> Error:
    """What the result tells; a lost connection has no code of its own there."""
    fault = error_from_result(result)
    return OperationalError(*fault.args) if given.broken else fault


class Reader:
    """One connection with the statements that are prepared on it."""

    def __init__(self) -> None:
        self._prepared: OrderedDict[tuple[bytes, tuple[int, ...]], bytes] = OrderedDict()
        self._made = 0

    def read(self, given: Connection[Any], sql: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows of one statement. Raises psycopg's errors."""
        text, names = _numbered(sql)
        adapting = Transformer(given)
        values: Any = adapting.dump_sequence([parameters[name] for name in names], [PyFormat.AUTO] * len(names))
        key = (text, adapting.types or ())
        result = given.pgconn.exec_prepared(self._name(given, key), values, adapting.formats, Format.BINARY)
        if result.status != ExecStatus.TUPLES_OK:
            self._prepared.pop(key)  # a table may have got another shape since
            raise _fault(given, result)
        adapting.set_pgresult(result)
        return adapting.load_rows(0, result.ntuples, tuple)

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


def rows_of(sql: str, parameters: Mapping[str, Any], *, settings: str = "") -> list[Row]:
    """The rows of one statement that changes nothing. Raises Django's errors of the database.

    `settings` hold for this statement alone; it is then planned anew each time.
    """
    if settings:
        return _rows_with(settings, sql, parameters)
    ours = connections[DEFAULT_DB_ALIAS]
    pool = getattr(ours, "pool", None)
    if pool is None or ours.connection is not None:
        return _rows_within_a_request(sql, parameters)
    try:
        return _rows_from(pool, sql, parameters)
    except Error:
        with connection.wrap_database_errors:
            raise


def _rows_from(pool: ConnectionPool[Any], sql: str, parameters: Mapping[str, Any]) -> list[Row]:
    """On one of the pool's connections; those that were lost while they lay there are given back until one answers."""
    pool.open()
    while True:
        given = pool.getconn()
        try:
            return _rows_on(given, sql, parameters)
        except OperationalError:
            if not given.broken:
                raise
        finally:
            pool.putconn(given)


def _rows_on(given: Connection[Any], sql: str, parameters: Mapping[str, Any]) -> list[Row]:
    reader = _readers.get(given)
    if reader is None:
        reader = _readers[given] = Reader()
    return reader.read(given, sql, parameters)


class ReadingCursor:
    """As much of a cursor as whoever counts queries needs; `_query` is where Django looks for the text."""

    def __init__(self, given: Connection[Any]) -> None:
        self._given = given
        self._query: SimpleNamespace | None = None
        self._rows: list[Row] = []

    def execute(self, sql: str, parameters: Mapping[str, Any]) -> None:
        """Read the rows of one statement."""
        self._query = SimpleNamespace(query=_numbered(sql)[0])
        self._rows = _rows_on(self._given, sql, parameters)

    def fetchall(self) -> list[Row]:
        """The rows that were read."""
        return self._rows

    def close(self) -> None:
        """There is nothing to give back."""


def _rows_within_a_request(sql: str, parameters: Mapping[str, Any]) -> list[Row]:
    """On the connection that is open already, or where there is no pool; seen by whoever counts queries."""
    connection.ensure_connection()
    with connection._prepare_cursor(ReadingCursor(connection.connection)) as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _rows_with(settings: str, sql: str, parameters: Mapping[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"{settings} {sql}", parameters)
        while cursor.description is None:
            cursor.nextset()
        return list(cursor.fetchall())
