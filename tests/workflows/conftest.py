"""What the admin needs to be drawn, and a database of its own for tests that commit."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.db.models import Model

from tests.databases import connected_to, filled
from tests.stack import copy_database, drop_database
from tests.workflows.foreign import House, make_house

OWN, HOUSE = "test_own_of_workflows", "test_house"


@pytest.fixture(autouse=True, scope="session")
def static_folder() -> None:
    """The folder of static files exists, as after a deployment."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True, scope="module")
def _at_the_desks(request: pytest.FixtureRequest) -> None:
    """Every module works with the desks, unless it says `EMPTY_DATABASE`, or `AT_THE_HOUSE`."""
    if getattr(request.module, "AT_THE_HOUSE", False):
        request.getfixturevalue("_at_the_house")
    elif not getattr(request.module, "EMPTY_DATABASE", False):
        request.getfixturevalue("at_the_desks")


@pytest.fixture(scope="session")
def _built(desks_database: str, django_db_blocker: Any) -> Iterator[tuple[str, House]]:
    """A copy of the database with desks in which a house stands, made once a run; and the house."""
    built: list[House] = []

    def fill() -> None:
        with transaction.atomic():
            built.append(make_house())
            transaction.get_connection().run_on_commit.clear()  # nothing happens after a test's own transaction either

    for name in filled(HOUSE, template=desks_database, fill=fill, blocker=django_db_blocker):
        yield name, built[0]


@pytest.fixture(scope="module")
def _at_the_house(_built: tuple[str, House], django_db_blocker: Any) -> Iterator[None]:
    with connected_to(_built[0], django_db_blocker):
        yield


@pytest.fixture
def house(_built: tuple[str, House], db: None) -> House:
    """What lies at stc and is nobody else's, as the tables have it. For modules that say `AT_THE_HOUSE`."""
    return cast("House", _again(_built[1]))


def _again(thing: Any) -> Any:
    if isinstance(thing, Model):
        return type(thing)._default_manager.get(pk=thing.pk)
    if isinstance(thing, tuple):
        return tuple(_again(one) for one in thing)
    if is_dataclass(thing):
        return replace(thing, **{one.name: _again(getattr(thing, one.name)) for one in fields(thing)})  # type: ignore[type-var]
    return thing


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
