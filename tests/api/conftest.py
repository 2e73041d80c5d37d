"""Sites of this floor's tests: made once a run in a database of their own, because opening a site takes its time."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases

from api.publications.drain import drain_in_transaction
from sites.domains.models import PublicSite
from tests.factories.sites import make_site
from tests.stack import copy_database, drop_database

OPENED = f"api_with_sites_{os.getpid()}"


@pytest.fixture(scope="session")
def _test_database(django_db_setup: None, django_db_keepdb: bool, django_db_blocker: Any) -> Iterator[None]:
    """The test database, also in a run of nothing but tests that have databases of their own."""
    made = []
    if not connection.settings_dict["NAME"].startswith("test_"):
        with django_db_blocker.unblock():
            made = setup_databases(0, interactive=False, keepdb=django_db_keepdb, aliases={"default"})
    yield
    if made and not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def opened_sites(_test_database: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the test database with the portal and one department's site, both in the log."""
    original = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        copy_database(OPENED, template=original)
        connection.settings_dict["NAME"] = OPENED
        make_site("portal", kind="portal", agency_code="vpub")
        make_site("stc", parent_code="portal")
        drain_in_transaction()
        connection.close()
        connection.settings_dict["NAME"] = original
    yield OPENED
    drop_database(OPENED)


@pytest.fixture
def _in_opened(opened_sites: str, django_db_blocker: Any) -> Iterator[None]:
    """The connection leads to the database with sites, from before the test's transaction until after it."""
    original = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
    connection.settings_dict["NAME"] = opened_sites
    yield
    with django_db_blocker.unblock():
        connection.close()
    connection.settings_dict["NAME"] = original


@pytest.fixture
def portal(_in_opened: None, db: None) -> PublicSite:
    """The portal."""
    return PublicSite.objects.get(code="portal")


@pytest.fixture
def site(portal: PublicSite) -> PublicSite:
    """A department's site below the portal."""
    return PublicSite.objects.get(code="stc")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Each test begins with an empty shelf."""
    from api.http.shelf import shelf

    shelf.clear()


@pytest.fixture(autouse=True)
def _own_public_storage(settings: Any, tmp_path: Path) -> None:
    """What a test makes public lies in a folder of its own."""
    public = {**settings.STORAGES["public"], "OPTIONS": {"location": tmp_path / "public", "base_url": "/media/"}}
    settings.STORAGES = {**settings.STORAGES, "public": public}


@pytest.fixture
def in_own_database(opened_sites: str, django_db_blocker: Any) -> Iterator[str]:
    """A database of the test's own, with the sites, in which it may commit."""
    original, name = connection.settings_dict["NAME"], f"{opened_sites}_own"
    with django_db_blocker.unblock():
        connection.close()
        address = copy_database(name, template=opened_sites)
        connection.settings_dict["NAME"] = name
        yield address
        connections.close_all()
        connection.settings_dict["NAME"] = original
    drop_database(name)
