"""How the caches in front fare."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.consumers.selectors import head_number
from api.purging.models import Cache
from api.purging.targets import targets
from sites import clock

LONGEST_SILENCE = 120  # seconds: as long as an answer lives by itself


@dataclass(frozen=True, slots=True)
class Line:
    """One cache of the settings. `row` is None before the worker has seen it."""

    name: str
    row: Cache | None
    left: int

    @property
    def is_ok(self) -> bool:
        """Whether it is told what changes, or fails since a moment only."""
        since = self.row.failing_since if self.row else None
        return since is None or (clock.now() - since).total_seconds() < LONGEST_SILENCE


def caches() -> Sequence[Line]:
    """Every cache of the settings; none where none is configured."""
    wanted = targets()
    if not wanted:
        return []
    rows, head = {row.name: row for row in Cache.objects.all()}, head_number()
    return [Line(one.name, row := rows.get(one.name), max(0, head - row.position) if row else 0) for one in wanted]
