"""One line of the translator's desk, what of the desk is asked for, and the order in which it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sites import clock
from sites.domains.models import PublicSite
from workflows.deadlines.enums import Urgency
from workflows.translation.enums import Order, State
from workflows.translation.standing import Standing

DONE = (State.CURRENT, State.WITHDRAWN)  # what is done is shown to who asks for it
LAST = float("inf")
SIZES: Mapping[str, tuple[int, int]] = {"short": (0, 100), "middle": (101, 500), "long": (501, 2**31 - 1)}


@dataclass(frozen=True, slots=True)
class Work:
    """One text on the translator's desk: how it stands, since when and until when somebody has to see to it.

    `soon` is until when a limit has to end so that it is near; `words` is how many words the source has, `left` how
    many of them are not translated yet; None where nobody has counted them. Of what is no page, `address` is where it
    is opened, `is_owed` whether a rule asks for it, `delay` how many days it came after its source.
    """

    standing: Standing
    site: PublicSite
    type: str
    due_at: datetime | None
    soon: datetime
    since: datetime | None
    is_done: bool
    words: int | None = None
    left: int | None = None
    address: str = ""
    is_owed: bool = False
    delay: float | None = None

    @property
    def urgency(self) -> Urgency:
        """How it stands to its limit."""
        if self.due_at is None:
            return Urgency.UNLIMITED
        if clock.now() > self.due_at:
            return Urgency.OVERDUE
        return Urgency.NEAR if self.due_at <= self.soon else Urgency.IN_TIME


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the desk is asked for, in which order; nothing narrows nothing, but what is done is shown only to who
    asks for it. `age` is for how many days at least it has waited, `size` one of `SIZES`.
    """

    site: int | None = None
    type: str = ""
    state: str = ""
    urgency: str = ""
    handler: str = ""
    age: int | None = None
    size: str = ""
    order: Order = Order.DUE
    is_all: bool = False

    @property
    def shows_done(self) -> bool:
        """Whether what is done is asked for."""
        return self.is_all or self.state in DONE

    @property
    def names(self) -> list[str]:
        """The conditions that narrow, but for the size."""
        plain = [name for name in ("site", "type", "state", "age") if getattr(self, name)]
        return [*plain, *filter(None, (self.urgency, self.handler))]

    @property
    def asks_for_words(self) -> bool:
        """Whether words have to be counted before a sheet can be cut."""
        return bool(self.size) or self.order in (Order.FEWEST, Order.MOST)

    @property
    def waited_since(self) -> datetime:
        """Since when something waits that has waited long enough."""
        return clock.now() - timedelta(days=self.age or 0)

    def takes(self, work: Work, person: int) -> bool:
        """Whether something that is no page is asked for; of pages the database says it."""
        holder = work.standing.handled_by
        is_held = {"me": holder == person, "nobody": holder is None, "others": holder not in (None, person)}
        return (
            self.site in (None, work.site.pk)
            and self.type in ("", work.type)
            and self.state in ("", work.standing.state)
            and self.urgency in ("", work.urgency)
            and is_held.get(self.handler, True)
            and (self.shows_done or not work.is_done)
            and self._has_waited(work)
            and self._has_size(work)
        )

    def _has_waited(self, work: Work) -> bool:
        return not self.age or (work.since is not None and work.since <= self.waited_since)

    def _has_size(self, work: Work) -> bool:
        if not self.size:
            return True
        least, most = SIZES[self.size]
        return work.left is not None and least <= work.left <= most


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order of a list. What is done stands last; where an order leaves two alike, what is due first comes first.

    `sites` and `types` are in the order in which they are to stand, where that is the order. `SQL` and `rank` say the
    same down to the number of a line: a sheet is cut from pages and what is no page, and no line stands on two.
    """

    order: Order = Order.DUE
    sites: Sequence[int] = ()
    types: Sequence[str] = ()

    def rank(self, work: Work) -> tuple[bool, float, float, float, int]:
        """Where a line stands."""
        return (work.is_done, self._first(work), _moment(work.due_at), _moment(work.since), work.standing.source_page)

    def _first(self, work: Work) -> float:
        if self.order == Order.SITE:
            return _place(self.sites, work.site.pk)
        if self.order == Order.TYPE:
            return _place(self.types, work.type)
        if self.order == Order.AGE:
            return _moment(work.since)
        if self.order == Order.DUE:
            return _moment(work.due_at)
        words = LAST if work.left is None else work.left
        return -words if self.order == Order.MOST and work.left is not None else words


def _place[T](order: Sequence[T], one: T) -> float:
    return order.index(one) if one in order else LAST


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at else LAST
