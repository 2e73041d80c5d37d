"""Databases of the province at two sizes, made once a run, for tests of what size must not change.

Read them, with `databases.connected_to`; what a test writes there stays for the next one.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from sites.domains.models import PublicSite
from tests.budgets.screens import SCREENS, opened
from tests.budgets.work import seat_everywhere, work
from tests.databases import filled
from tests.factories.scale import widen

THREE = "test_three_sites"
TWO_HUNDRED = "test_two_hundred_sites"


@pytest.fixture(scope="session")
def three_sites(migrated: str, django_db_blocker: Any) -> Iterator[str]:
    """Two departments and the portal with a week of work on their desks, every screen opened once."""
    yield from filled(THREE, template=migrated, fill=_work, blocker=django_db_blocker)


@pytest.fixture(scope="session")
def two_hundred_sites(three_sites: str, django_db_blocker: Any) -> Iterator[str]:
    """The same among 200 sites with 2,000 people (seconds: see `factories.scale`)."""
    yield from filled(TWO_HUNDRED, template=three_sites, fill=_widen, blocker=django_db_blocker)


def _work() -> None:
    work()
    seat_everywhere()
    for screen in SCREENS:
        opened(screen)


def _widen() -> None:
    widen(PublicSite.objects.get(code="stc"), sites=200)
    seat_everywhere()
