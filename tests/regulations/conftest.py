"""One database for each regulation and run, loaded from its folder."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from cms.project.config import ROOT
from sites.provisioning.province import load_province
from tests.conftest import _in_maintenance
from tests.regulations.walking import Walk

PROVINCES = ROOT / "fixtures" / "provinces"


@pytest.fixture(autouse=True, scope="session")
def static_folder() -> None:
    """The folder of static files exists, as after a deployment."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def regulations(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[str], str]]:
    """The database of a regulation, made when it is first asked for."""
    made: list[str] = []

    def database_of(name: str) -> str:
        database = "test_regulation_" + name.replace("-", "_")
        if database not in made:
            made.append(database)
            _load(name, database, django_db_blocker)
        return database

    yield database_of
    for database in made:
        with django_db_blocker.unblock():
            _in_maintenance(f'drop database "{database}" with (force)')


def _load(name: str, database: str, blocker: Any) -> None:
    with blocker.unblock():
        connection = connections["default"]
        template = connection.settings_dict["NAME"]
        connection.close()
        _in_maintenance(f'create database "{database}" template "{template}"')
        connection.settings_dict["NAME"] = database
        try:
            load_province(None, folder=PROVINCES / name, options={})
        finally:
            connection.close()
            connection.settings_dict["NAME"] = template


@pytest.fixture(scope="module", autouse=True)
def _in_force(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """The connection leads to the database of the module's `REGULATION`."""
    name = getattr(request.module, "REGULATION", None)
    if name is None:
        yield
        return
    database = request.getfixturevalue("regulations")(name)
    connection = connections["default"]
    template = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
    connection.settings_dict["NAME"] = database
    yield
    with django_db_blocker.unblock():
        connection.close()
    connection.settings_dict["NAME"] = template


@pytest.fixture
def walk(db: None) -> Walk:
    """The people and sites of the regulation at work."""
    return Walk()
