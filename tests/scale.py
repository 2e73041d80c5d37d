"""Databases of the province at two sizes, made once a run, for tests of what size must not change.

Read them, with `connected_to`; what a test writes there stays for the next one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections

from sites.domains.models import PublicSite
from tests.budgets.screens import SCREENS, opened
from tests.budgets.work import seat_everywhere, work
from tests.factories.scale import widen

THREE = "test_three_sites"
TWO_HUNDRED = "test_two_hundred_sites"


@contextmanager
def connected_to(database: str, blocker: Any) -> Iterator[None]:
    """The connection leads to this database for a while."""
    connection = connections["default"]
    before = connection.settings_dict["NAME"]
    with blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = database
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def three_sites(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Two departments and the portal with a week of work on their desks, every screen opened once."""
    yield from _copy(THREE, connections["default"].settings_dict["NAME"], django_db_blocker, _work)


@pytest.fixture(scope="session")
def two_hundred_sites(three_sites: str, django_db_blocker: Any) -> Iterator[str]:
    """The same among 200 sites with 2,000 people (seconds: see `factories.scale`)."""
    yield from _copy(TWO_HUNDRED, three_sites, django_db_blocker, _widen)


def _work() -> None:
    work()
    seat_everywhere()
    for screen in SCREENS:
        opened(screen)


def _widen() -> None:
    widen(PublicSite.objects.get(code="stc"), sites=200)
    seat_everywhere()


def _copy(name: str, template: str, blocker: Any, fill: Any) -> Iterator[str]:
    with blocker.unblock():
        connections["default"].close()
        _in_maintenance(f'create database "{name}" template "{template}"')
    with connected_to(name, blocker):
        fill()
    yield name
    with blocker.unblock():
        _in_maintenance(f'drop database "{name}" with (force)')


def _in_maintenance(statement: str) -> None:
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(statement)
