"""Fixtures of the whole run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from tests.scale import three_sites, two_hundred_sites
from tests.stack import DOMAIN, ROOT, address_of, drop_database, environment_of, manage

TEMPLATE = "template_province"

__all__ = ["three_sites", "two_hundred_sites"]
DESKS = "test_desks"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues; say loudly when browser tests cannot run, and refuse to pass where they must."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        subprocess.run([sys.executable, "tools/messages.py", "compile"], cwd=ROOT, check=True, capture_output=True)
    if shutil.which("chromium"):
        return
    if os.environ.get("BROWSER_REQUIRED"):
        raise pytest.UsageError("BROWSER_REQUIRED is set and no Chromium is found")
    config.stash[NO_BROWSER] = True


NO_BROWSER = pytest.StashKey[bool]()


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Files are named by their argument: their bytes hold the moment at which they were made."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys are told in the order in which they are written; without a browser they are skipped."""
    _in_order(items)
    if not config.stash.get(NO_BROWSER, False):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def _in_order(items: list[pytest.Item]) -> None:
    """Each file of journeys as it is written, at the place that chance gave it."""
    places = [number for number, item in enumerate(items) if "journeys" in item.path.parts]
    files = list(dict.fromkeys(items[number].path for number in places))
    told = sorted((items[number] for number in places), key=lambda item: (files.index(item.path), item.location[1]))
    for number, item in zip(places, told, strict=True):
        items[number] = item


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The loud part."""
    if config.stash.get(NO_BROWSER, False):
        terminalreporter.section("NO BROWSER: the journeys were NOT tested", red=True, bold=True)
        terminalreporter.line("Install Debian's `chromium` (apt-get install chromium) and run again.")


@pytest.fixture(scope="session")
def province_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A database with Bình Phước's regulation, sites and people, made once a run, and its files. Copy, never use it."""
    state = tmp_path_factory.mktemp("province")
    with psycopg.connect(address_of("postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template template0 locale_provider builtin builtin_locale 'C.UTF-8'").format(
                sql.Identifier(TEMPLATE)
            )
        )
    environment = environment_of(address_of(TEMPLATE), state)
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "createcachetable", "--verbosity=0")
    manage(environment, "load_province", "fixtures/provinces/binh-phuoc", "--domain", DOMAIN)
    yield TEMPLATE, state
    drop_database(TEMPLATE)


@pytest.fixture(scope="session")
def desks_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the test database with two departments and the portal, made once a run: opening a site takes time."""
    from tests.factories.workflows import make_desk, make_portal

    with django_db_blocker.unblock():
        connection = connections["default"]
        template = connection.settings_dict["NAME"]
        connection.close()
        _in_maintenance(f'drop database if exists "{DESKS}" with (force)')  # of a run that was ended
        _in_maintenance(f'create database "{DESKS}" template "{template}"')
        connection.settings_dict["NAME"] = DESKS
        for code in ("stc", "skhdt"):
            make_desk(code)
        make_portal()
        connection.close()
        connection.settings_dict["NAME"] = template
        yield DESKS
        _in_maintenance(f'drop database "{DESKS}" with (force)')


@pytest.fixture(scope="module")
def at_the_desks(desks_database: str, django_db_blocker: Any) -> Iterator[None]:
    """The connection leads to the database with desks while a module's tests run."""
    connection = connections["default"]
    template = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
    connection.settings_dict["NAME"] = desks_database
    yield
    with django_db_blocker.unblock():
        connection.close()
    connection.settings_dict["NAME"] = template


def _in_maintenance(statement: str) -> None:
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(statement)
