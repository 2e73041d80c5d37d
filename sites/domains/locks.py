"""One lock for the whole page tree: shared to add pages, exclusive to move them or to open a site.

Moving an inhabited subtree while others add below it leaves orphans in the tree (treebeard computes paths before it
locks rows), so whoever moves has to be alone. The lock ends with the transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

TREE = 7_210_001


@contextmanager
def tree_shared() -> Iterator[None]:
    """Hold the tree together with others who add pages. Opens a transaction where there is none."""
    with transaction.atomic():
        _take("pg_advisory_xact_lock_shared")
        yield


@contextmanager
def tree_exclusive() -> Iterator[None]:
    """Hold the tree alone: to move pages, to open a site. Opens a transaction where there is none."""
    with transaction.atomic():
        _take("pg_advisory_xact_lock")
        yield


def _take(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [TREE])
