"""One product and one browser for all journeys. Each file begins with the province as it was loaded."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser

from api.publications.drain import drain_in_transaction
from tests.databases import filled
from tests.journeys.browser import chromium, remove_old_shots
from tests.stack import Stack, free_port, running_stack


@pytest.fixture(scope="session")
def _drained(province_template: str, django_db_blocker: Any) -> Iterator[tuple[str, int]]:
    """The province with everything in the log, as it is read at a port; drained once and not by each file's worker."""
    port = free_port()

    def fill() -> None:
        with override_settings(PUBLIC_PORT=port):
            drain_in_transaction()

    for name in filled("journeys_drained", template=province_template, fill=fill, blocker=django_db_blocker):
        yield name, port


@pytest.fixture(scope="package")
def _product(_drained: tuple[str, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The server, started once; what it knows by heart is the same in every copy of the province."""
    remove_old_shots()
    template, port = _drained
    with running_stack("journeys", template=template, state=tmp_path_factory.mktemp("journeys"), port=port) as running:
        yield running


@pytest.fixture(scope="module")
def stack(_product: Stack, _drained: tuple[str, int]) -> Stack:
    """The product with Bình Phước's regulation, sites and people, nothing written yet. A file adds what it needs."""
    _product.begin_anew(_drained[0])
    return _product


@pytest.fixture(scope="package")
def browser(_drained: tuple[str, int]) -> Iterator[Browser]:
    """One browser; every person has a window of his own. While it runs, Django asks no database in this process."""
    with chromium() as running:
        yield running
