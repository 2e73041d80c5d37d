"""One product and one browser for all journeys. Each file begins with the province as it was loaded."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import chromium, remove_old_shots
from tests.stack import Stack, running_stack


@pytest.fixture(scope="package")
def _product(drained_province: tuple[str, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The server, started once; what it knows by heart is the same in every copy of the province."""
    remove_old_shots()
    template, port = drained_province
    with running_stack("journeys", template=template, state=tmp_path_factory.mktemp("journeys"), port=port) as running:
        yield running


@pytest.fixture(scope="module")
def stack(_product: Stack, drained_province: tuple[str, int]) -> Stack:
    """The product with Bình Phước's regulation, sites and people, nothing written yet. A file adds what it needs."""
    _product.begin_anew(drained_province[0])
    return _product


@pytest.fixture(scope="package")
def browser(drained_province: tuple[str, int]) -> Iterator[Browser]:
    """One browser; every person has a window of his own. While it runs, Django asks no database in this process."""
    with chromium() as running:
        yield running
