"""Databases of a run: copies of the migrated one, each filled once, and the connection that leads to one of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections

from tests.stack import copy_database, drop_database

# A new connection costs tens of milliseconds of a processor: the server compiles every trigger anew for it.
_parked: dict[str, Any] = {}


@contextmanager
def connected_to(database: str, blocker: Any) -> Iterator[None]:
    """The connection leads to this database for a while."""
    before = _lead_to(database, blocker)
    try:
        yield
    finally:
        _lead_to(before, blocker)


def filled(name: str, *, template: str, fill: Callable[[], object], blocker: Any) -> Iterator[str]:
    """A copy of a database, filled by a function; gone at the end."""
    with connected_to("postgres", blocker):  # whoever is connected to a template keeps it from being copied
        copy_database(name, template=template)
    with connected_to(name, blocker), blocker.unblock():
        fill()
    yield name
    drop_database(name)


def _lead_to(database: str, blocker: Any) -> str:
    """Let the connection lead to a database. Returns to which it led. What is left stays open."""
    connection = connections["default"]
    before = str(connection.settings_dict["NAME"])
    if before == database:
        return before
    with blocker.unblock():
        if _is_idle(connection.connection):
            _parked[before] = connection.connection
            connection.connection = None
        connection.close()
    connection.settings_dict["NAME"] = database
    if not connection.in_atomic_block:  # else only Django's own `connect` puts its state right
        connection.connection = _taken(database)
    return before


def _is_idle(open_one: Any) -> bool:
    return open_one is not None and open_one.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def _taken(database: str) -> Any:
    """The open connection that leads there, or None: whoever copies or drops a database ends those that lead to it."""
    parked = _parked.pop(database, None)
    if parked is not None:
        try:
            parked.execute("select 1")
        except psycopg.OperationalError:
            return None
    return parked
