"""One database for each regulation and run, loaded from its folder and drained."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from api.publications.drain import drain_in_transaction
from cms.project.config import ROOT
from sites.provisioning.province import load_province
from tests.databases import connected_to, filled
from tests.regulations.walking import Walk

PROVINCES = ROOT / "fixtures" / "provinces"


@pytest.fixture(autouse=True, scope="session")
def static_folder() -> None:
    """The folder of static files exists, as after a deployment."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def regulations(migrated: str, django_db_blocker: Any) -> Iterator[Callable[[str], str]]:
    """The database of a regulation, made when it is first asked for."""
    with ExitStack() as made:

        @cache
        def database_of(name: str) -> str:
            database = "test_regulation_" + name.replace("-", "_")
            fill = partial(_open, PROVINCES / name)
            making = contextmanager(filled)(database, template=migrated, fill=fill, blocker=django_db_blocker)
            return made.enter_context(making)

        yield database_of


def _open(folder: Path) -> None:
    """Load a regulation; what its sites show stands in the log, so that no walk has to drain it again."""
    load_province(None, folder=folder, options={})
    drain_in_transaction()


@pytest.fixture(scope="module", autouse=True)
def _in_force(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """The connection leads to the database of the module's `REGULATION`."""
    name = getattr(request.module, "REGULATION", None)
    if name is None:
        yield
        return
    with connected_to(request.getfixturevalue("regulations")(name), django_db_blocker):
        yield


@pytest.fixture
def walk(db: None) -> Walk:
    """The people and sites of the regulation at work."""
    return Walk()
