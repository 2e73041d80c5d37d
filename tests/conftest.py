"""Fixtures of the whole run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases

from api.publications.drain import drain_in_transaction
from cms.project.rubbish import seldom_looked_for
from sites.provisioning.province import load_province
from tests import order
from tests.databases import connected_to, filled
from tests.programs import PROGRAMS, found_of
from tests.scale import three_sites, two_hundred_sites
from tests.stack import DOMAIN, PASSWORD, ROOT, empty_database, free_port

EMPTY, PROVINCE, DRAINED = "template_empty", "template_province", "template_drained"

__all__ = ["three_sites", "two_hundred_sites"]
DESKS = "test_desks"
BINH_PHUOC = ROOT / "fixtures" / "provinces" / "binh-phuoc"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues; say loudly which tests cannot run, and refuse to pass where they must."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        subprocess.run([sys.executable, "tools/messages.py", "compile"], cwd=ROOT, check=True, capture_output=True)
    missing = {marker: names[0] for marker, names in PROGRAMS.items() if not found_of(names)}
    if missing and os.environ.get("PROGRAMS_REQUIRED"):
        raise pytest.UsageError(f"PROGRAMS_REQUIRED is set and these are not found: {', '.join(missing.values())}")
    config.stash[MISSING] = missing


MISSING = pytest.StashKey[dict[str, str]]()


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Files are named by their argument: their bytes hold the moment at which they were made."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long comes first; what needs a program that is not there is skipped."""
    order.in_order(items)
    for marker, program in config.stash.get(MISSING, {}).items():
        for item in items:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"no {program} on this machine"))


def pytest_collection_finish() -> None:
    """All is imported."""
    seldom_looked_for()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> order.Scheduling:
    """Several processes share the work as `tests.order` says."""
    return order.Scheduling(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The loud part."""
    for marker, program in config.stash.get(MISSING, {}).items():
        terminalreporter.section(f"{program} is missing: what needs it was NOT tested ({marker})", red=True, bold=True)
        terminalreporter.line(f"Install it (Debian: apt-get install {program}) and run again.")


@pytest.fixture(autouse=True)
def _own_public_storage(settings: Any, tmp_path: Path) -> None:
    """What a test makes public lies in a folder of its own: none finds what another left."""
    public = {**settings.STORAGES["public"], "OPTIONS": {"location": tmp_path / "public", "base_url": "/media/"}}
    settings.STORAGES = {**settings.STORAGES, "public": public}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database sorts and folds letters as in production, whatever the machine's own locale is."""
    empty_database(EMPTY)
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = EMPTY


@pytest.fixture(scope="session")
def migrated(django_db_setup: None, django_db_keepdb: bool, django_db_blocker: Any) -> Iterator[str]:
    """The test database, also in a run of nothing but tests that have databases of their own. Nothing is in it."""
    made = []
    name = connections["default"].settings_dict["NAME"]
    if not name.startswith("test_"):
        with django_db_blocker.unblock():
            made = setup_databases(0, interactive=False, keepdb=django_db_keepdb, aliases={"default"})
        name = connections["default"].settings_dict["NAME"]
    yield name
    if made and not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def province_template(migrated: str, django_db_blocker: Any) -> Iterator[str]:
    """Bình Phước's regulation, sites and people, nothing of it in the log, made once a run. Copy, never use it."""

    def fill() -> None:
        load_province(None, folder=BINH_PHUOC, options={"domain": DOMAIN, "password": PASSWORD})

    yield from filled(PROVINCE, template=migrated, fill=fill, blocker=django_db_blocker)


@pytest.fixture(scope="session")
def drained_province(province_template: str, django_db_blocker: Any) -> Iterator[tuple[str, int]]:
    """The same with everything in the log, and the port at which it is read: drained once and not by each worker."""
    port = free_port()

    def fill() -> None:
        with override_settings(PUBLIC_PORT=port):
            drain_in_transaction()

    for name in filled(DRAINED, template=province_template, fill=fill, blocker=django_db_blocker):
        yield name, port


@pytest.fixture(scope="session")
def desks_database(migrated: str, django_db_blocker: Any) -> Iterator[str]:
    """Two departments and the portal, made once a run: opening a site takes time."""
    from tests.factories.workflows import make_desk, make_portal

    def fill() -> None:
        for code in ("stc", "skhdt"):
            make_desk(code)
        make_portal()

    yield from filled(DESKS, template=migrated, fill=fill, blocker=django_db_blocker)


@pytest.fixture(scope="module")
def at_the_desks(desks_database: str, django_db_blocker: Any) -> Iterator[None]:
    """The connection leads to the database with desks while a module's tests run."""
    with connected_to(desks_database, django_db_blocker):
        yield
