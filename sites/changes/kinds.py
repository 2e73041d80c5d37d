"""Kinds of change, and one change of a kind as data: what there was, what is to be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.contrib.auth.models import AbstractUser
from django.utils.functional import Promise

from sites.domains.models import PublicSite
from sites.registry import Registry

type Json = dict[str, Any]
type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the difference, in words: what is called so, as it was, as it is to be."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the line differs at all."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Description:
    """A change as people read it. `concerned` are the people who gain by it: none of them has a say in it."""

    title: str
    lines: Sequence[Line]
    site: PublicSite | None = None
    target: str = ""
    concerned: tuple[int, ...] = ()
    holds_from: date | None = None
    basis: str = ""


class Kind(Protocol):
    """One kind of change. `key` names its rule, `changes.<key>`."""

    @property
    def key(self) -> str:
        """The stable name."""

    @property
    def label(self) -> Words:
        """The name for people."""

    def describe(self, data: Json) -> Description:
        """The difference, from the data alone: what was there may be gone."""

    def apply(self, actor: Any, data: Json) -> Any:
        """Carry it out as it would be carried out now, by the action of the room.

        Raises what the action refuses, and Conflict where the thing is not as it was when the change was written down.
        """

    def takes_away(self, data: Json) -> bool:
        """Whether it only takes away: one person does that at once, and a second one looks at it afterwards."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, not carried out: data of a kind, and why. `basis` is the document that it stands on."""

    kind: Kind
    data: Json = field(repr=False)
    reason: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The change waits for a second person: what to say, and where it lies."""

    words: str
    path: str


class Decider(Protocol):
    """Asked before a change is carried out."""

    def __call__(self, actor: AbstractUser, change: Change) -> Sent | None:
        """Keep the change until a second person has said yes; None lets it be carried out now."""


kinds: Registry[Kind] = Registry("kinds of change")
deciders: Registry[Decider] = Registry("who decides about changes")


def register[Known: Kind](kind: Known) -> Known:
    """Hang a kind on the registry under its key."""
    kinds.register(kind.key, kind)
    return kind
