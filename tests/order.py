"""In which order the files run, and which of two processes takes what: whatever takes longest is begun first.

The journeys are one piece of work, because they share a server and a browser; they keep one process busy from the
start, while the other one begins with the slowest files. What is short comes last and evens out the end. The contracts
share a server likewise.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

JOURNEYS, CONTRACTS = "tests/journeys", "tests/contracts"
# The files that take half a minute or more, the longest first.
SLOW = (
    "tests/workflows/test_red_team.py",
    "tests/api/test_crash.py",
    "tests/sites/test_opening_crash.py",
    CONTRACTS,
    "tests/workflows/test_state_machine.py",
    "tests/workflows/test_promotion_machine.py",
    "tests/workflows/test_neighbours.py",
    "tests/api/test_random_endings.py",
    "tests/workflows/test_random_bundles.py",
    "tests/workflows/test_random_chains.py",
    "tests/workflows/test_vietnamese_screens.py",
    "tests/budgets/test_screens.py",
    "tests/sites/test_province.py",
    "tests/api/test_concurrency.py",
    "tests/architecture/test_image.py",
)
RANKS = {path: rank for rank, path in enumerate((JOURNEYS, *SLOW))}


class Scheduling(LoadFileScheduling):
    """Files are handed out whole, in the order of the collection; the journeys all together."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # which would put files with few tests last

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)


def piece_of(nodeid: str) -> str:
    """What a test is handed out with."""
    path = nodeid.split("::", 1)[0]
    return next((folder for folder in (JOURNEYS, CONTRACTS) if path.startswith(f"{folder}/")), path)


def in_order(items: list[pytest.Item]) -> None:
    """Slow files first, the rest at the place that chance gave it; journeys as they are written."""
    files = {file: number for number, file in enumerate(dict.fromkeys(item.path for item in items))}

    def place(item: pytest.Item) -> tuple[Any, ...]:
        piece = piece_of(item.nodeid)
        line = item.location[1] if piece == JOURNEYS else 0
        return RANKS.get(piece, len(RANKS)), files[item.path], line

    items.sort(key=place)
