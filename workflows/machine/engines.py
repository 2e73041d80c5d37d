"""What every engine does for us, whatever protocol it speaks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sites.registry import Registry
from workflows.machine.rules import Limits
from workflows.machine.servers import Server


@dataclass(frozen=True, slots=True)
class Pair:
    """From which language into which."""

    source: str
    target: str


class Engine(Protocol):
    """Translates. Raises `sites.outside.wire.Fault` for all that goes wrong; never waits longer than `seconds`."""

    def can(self, pair: Pair, *, seconds: float) -> bool:
        """Whether it knows these languages."""
        ...

    def translate(self, texts: Sequence[str], pair: Pair, *, has_tags: bool, seconds: float) -> list[str]:
        """As many texts as were given, in their order; `has_tags`: they are HTML, and come back as such."""
        ...


# By the name that a rule gives.
engines: Registry[Callable[[Server, Limits], Engine]] = Registry("engine")
