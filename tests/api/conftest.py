"""Sites of this floor's tests: made once a run in a database of their own, because opening a site takes its time."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from api.publications.drain import drain_in_transaction
from sites.domains.models import PublicSite
from tests.databases import connected_to, filled
from tests.factories.sites import make_site
from tests.stack import copy_database, drop_database

DRAINED = f"api_with_desks_{os.getpid()}"
OPENED = f"api_with_sites_{os.getpid()}"


@pytest.fixture(scope="session")
def opened_sites(migrated: str, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the test database with the portal and one department's site, both in the log."""

    def fill() -> None:
        make_site("portal", kind="portal", agency_code="vpub")
        make_site("stc", parent_code="portal")
        drain_in_transaction()

    yield from filled(OPENED, template=migrated, fill=fill, blocker=django_db_blocker)


@pytest.fixture(scope="session")
def drained_desks(desks_database: str, django_db_blocker: Any) -> Iterator[str]:
    """The database with desks, in which the log says all that it has to: no test drains it again."""
    yield from filled(DRAINED, template=desks_database, fill=drain_in_transaction, blocker=django_db_blocker)


@pytest.fixture(scope="module")
def at_the_desks(drained_desks: str, django_db_blocker: Any) -> Iterator[None]:
    """The connection leads there while a module's tests run."""
    with connected_to(drained_desks, django_db_blocker):
        yield


@pytest.fixture(scope="module")
def _of_module(request: pytest.FixtureRequest, opened_sites: str, django_db_blocker: Any) -> Iterator[str]:
    """The database with sites; where a module has a function `fill`, a copy that it has filled once for its tests."""
    if fill := getattr(request.module, "fill", None):
        yield from filled(f"{opened_sites}_filled", template=opened_sites, fill=fill, blocker=django_db_blocker)
    else:
        yield opened_sites


@pytest.fixture
def _in_opened(_of_module: str, django_db_blocker: Any) -> Iterator[None]:
    """The connection leads to the database with sites, from before the test's transaction until after it."""
    with connected_to(_of_module, django_db_blocker):
        yield


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
    """Each test begins with empty shelves, and knows no key."""
    from api.consumers.keys import ring
    from api.http.shelf import searches, shelf

    shelf.clear()
    searches.clear()
    ring.forget()


@pytest.fixture
def in_own_database(opened_sites: str, django_db_blocker: Any) -> Iterator[str]:
    """A database of the test's own, with the sites, in which it may commit."""
    name = f"{opened_sites}_own"
    with connected_to(name, django_db_blocker), django_db_blocker.unblock():
        yield copy_database(name, template=opened_sites)
    drop_database(name)
