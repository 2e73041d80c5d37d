"""One product and one browser for all journeys. Each file begins with the province as it was loaded."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import chromium, remove_old_shots
from tests.stack import Stack, running_stack


@pytest.fixture(scope="package")
def _product(province_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The server, started once; what it knows by heart is the same in every copy of the province."""
    remove_old_shots()
    with running_stack("journeys", template=province_template, state=tmp_path_factory.mktemp("journeys")) as running:
        yield running


@pytest.fixture(scope="module")
def stack(_product: Stack, province_template: str) -> Stack:
    """The product with Bình Phước's regulation, sites and people, nothing written yet. A file adds what it needs."""
    _product.begin_anew(province_template)
    return _product


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser; every person has a window of his own."""
    with chromium() as running:
        yield running
