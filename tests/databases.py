"""Databases of a run: copies of the migrated one, each filled once, and the connection that leads to one of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from tests.stack import copy_database, drop_database


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
    """Let the connection lead to a database. Returns to which it led."""
    connection = connections["default"]
    before = str(connection.settings_dict["NAME"])
    with blocker.unblock():
        connection.close()
    connection.settings_dict["NAME"] = database
    return before
