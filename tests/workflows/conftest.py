"""What the admin needs to be drawn, and a database of its own for tests that commit."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

OWN = "test_own_of_workflows"


@pytest.fixture(autouse=True, scope="session")
def static_folder() -> None:
    """The folder of static files exists, as after a deployment."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True, scope="module")
def _at_the_desks(request: pytest.FixtureRequest) -> None:
    """Every module works with the desks, unless it says `EMPTY_DATABASE`."""
    if not getattr(request.module, "EMPTY_DATABASE", False):
        request.getfixturevalue("at_the_desks")


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the database with desks, for tests that commit from several threads; dropped afterwards.

    Not by flush: decisions and releases are never deleted.
    """
    with django_db_blocker.unblock():
        connection = connections["default"]
        template = connection.settings_dict["NAME"]
        connection.close()
        _in_maintenance(f'create database "{OWN}" template "{template}"')
        connection.settings_dict["NAME"] = OWN
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = template
            _in_maintenance(f'drop database "{OWN}" with (force)')


def _in_maintenance(statement: str) -> None:
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(statement)
