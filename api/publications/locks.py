"""Locks that a session of the database holds: whoever loses his connection has let go of them."""

import contextlib
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, connection


@contextlib.contextmanager
def free_lock(number: int) -> Iterator[bool]:
    """Whether the lock was free and is ours now, until the end of the block."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [number])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            let_go(number)


def let_go(number: int) -> None:
    """Let go; a lost connection has let go already."""
    with contextlib.suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_unlock(%s)", [number])
