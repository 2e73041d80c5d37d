"""The words of the log: a thing, what others show of it, what the log says last, what is to be said next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from api.publications.enums import State

type Json = Mapping[str, Any]


class Subject(NamedTuple):
    """What is presented at once: a thing in all its languages and on all sites."""

    kind: str
    public_id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.public_id}"


class Thing(NamedTuple):
    """What has versions."""

    kind: str
    public_id: UUID
    locale: str
    site: UUID

    @classmethod
    def named(cls, name: str) -> "Thing":
        """The thing of which `name` is the text."""
        kind, public_id, locale, site = name.split(":")
        return cls(kind, UUID(public_id), locale, UUID(site))

    @property
    def subject(self) -> Subject:
        """What it is presented with."""
        return Subject(self.kind, self.public_id)

    def __str__(self) -> str:
        return ":".join(map(str, self))


@dataclass(frozen=True, slots=True)
class Face:
    """What other things show of a live page."""

    thing: Thing
    type: str
    title: str
    path: str
    url: str


@dataclass(frozen=True, slots=True)
class Last:
    """The newest version of a thing, as the log has it."""

    seq: int
    state: str
    body: str | None
    release: int | None
    frame: Json

    @property
    def is_live(self) -> bool:
        """Whether the public reads it."""
        return self.state == State.LIVE

    @property
    def path(self) -> str:
        """Where it stands or stood."""
        return str(self.frame.get("path", ""))


@dataclass(slots=True)
class Presented:
    """What a thing looks like now. With `held` the log keeps what it says, and an alarm says why.

    `causes` of () means that nothing but the frame can have changed. `said` are the notices of the releases that it
    consumes, as readers get them.
    """

    thing: Thing
    state: str = State.LIVE
    text: Json | None = None
    body: str | None = None
    frame: Json = field(default_factory=dict)
    release: int | None = None
    causes: tuple[str, ...] = ()
    said: tuple[Json, ...] = ()
    held: str = ""
    unexplained: bool = False
    due_at: datetime | None = None
    face: Face | None = None

    def differs_from(self, last: Last | None) -> bool:
        """Whether the log has to say something new."""
        if self.held:
            return False
        if last is None:
            return self.state in (State.LIVE, State.REDIRECT)
        return (self.state, self.body, self.frame) != (last.state, last.body, last.frame)
