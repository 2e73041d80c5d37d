"""Reading fast: a statement that the server has prepared, answered in binary, so that ready bytes come as they lie.

Django's own cursor writes the values into the text, which is then planned anew for every request, gets bytes as
hexadecimal text, and sets up a connection for each request anew. What is asked here is asked again and again.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from psycopg import Connection, Cursor

type Row = tuple[Any, ...]


class PreparedCursor(Cursor[Any]):
    """Binds on the server, keeps the plan, and takes no detour over text."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "PreparedCursor":
        """Run one statement. Others on this connection stay unprepared, as Django wants them."""
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, prepare=True, binary=True)
        finally:
            self.connection.prepare_threshold = None


def rows_of(sql: str, parameters: Mapping[str, Any], *, settings: str = "") -> list[Row]:
    """The rows of one statement that changes nothing. Raises Django's errors of the database.

    `settings` hold for this statement alone; it is then planned anew each time.
    """
    if settings:
        return _rows_with(settings, sql, parameters)
    pool = getattr(connection, "pool", None)
    if pool is None or connection.connection is not None:
        return _rows_within_a_request(sql, parameters)
    with connection.wrap_database_errors:
        pool.open()
        with pool.connection() as given:
            return _rows_on(given, sql, parameters)


def _rows_on(given: Connection[Any], sql: str, parameters: Mapping[str, Any]) -> list[Row]:
    if not given.autocommit:
        given.autocommit = True
    return PreparedCursor(given).execute(sql, parameters).fetchall()


def _rows_within_a_request(sql: str, parameters: Mapping[str, Any]) -> list[Row]:
    """On the connection that is open already, or where there is no pool; seen by whoever counts queries."""
    connection.ensure_connection()
    prepared = PreparedCursor(connection.connection)
    with connection._prepare_cursor(prepared) as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _rows_with(settings: str, sql: str, parameters: Mapping[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"{settings} {sql}", parameters)
        while cursor.description is None:
            cursor.nextset()
        return list(cursor.fetchall())
