"""What rooms above hang on items that go together."""

from collections.abc import Callable
from dataclasses import dataclass

from sites.registry import Registry
from workflows.passage.models.records import Passage


@dataclass(frozen=True, slots=True)
class Face:
    """What a company is called, and its address in the admin."""

    title: str
    path: str


# Asked with any item of a company.
faces: Registry[Callable[[Passage], Face | None]] = Registry("what a company is called")
# Told with the first item of a company when it was returned, taken off its way, scheduled or published, in the
# transaction in which that is done.
moved: Registry[Callable[[Passage], None]] = Registry("who follows a company")


def tell_moved(leader: Passage) -> None:
    """Tell everyone who follows."""
    for follow in moved if leader.led_by_id else ():
        follow(leader)
