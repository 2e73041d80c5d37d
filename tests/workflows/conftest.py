"""What the admin needs to be drawn, and a database of its own for tests that commit."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from tests.databases import connected_to
from tests.stack import copy_database, drop_database

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
def own_database(migrated: str, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the database that the module works with, for tests that commit from several threads.

    Dropped afterwards, not flushed: decisions and releases are never deleted.
    """
    template = str(connections["default"].settings_dict["NAME"])
    with connected_to(OWN, django_db_blocker), django_db_blocker.unblock():
        copy_database(OWN, template=template)
        yield
    drop_database(OWN)
