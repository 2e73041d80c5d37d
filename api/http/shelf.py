"""Answers that a process keeps, each with the version of the site of which it was made.

None is believed for a time: each request asks the database for the version that holds in this very moment
(`HostRow.version`), and only where it is the one of the kept answer, nothing is looked up and made again. While the
database is gone, what held less than a minute ago is sent: no longer than any cache in front may keep it.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.http import HttpRequest

from api.http.responses import LIFETIME, Ready
from sites import clock

BESIDE = 1_000  # bytes that an answer takes beside its body, about
SHARE = 16  # no answer takes more of the shelf than this part of it

type Name = tuple[str, ...]


SHORT = {"Cache-Control": "public, max-age=5"}


@dataclass(slots=True)
class Kept:
    """An answer and the version of the site of which it was made; when it held last, when it is planned to change."""

    version: int
    ready: Ready
    next_change_at: datetime | None = None
    held_at: float = field(default_factory=monotonic)

    def holds(self, next_change_at: datetime | None) -> None:
        """The database says that it does, in this moment."""
        self.held_at, self.next_change_at = monotonic(), next_change_at

    def without_the_database(self) -> Ready | None:
        """What is sent while nobody can be asked; nothing if it held too long ago, or was to change since."""
        is_old = monotonic() - self.held_at > LIFETIME
        if is_old or (self.next_change_at is not None and self.next_change_at <= clock.now()):
            return None
        return replace(self.ready, headers={**self.ready.headers, **SHORT})


class Shelf:
    """The answers asked for lately, at most so many bytes, of which `taken` are in use. 0 keeps none."""

    def __init__(self, most: int) -> None:
        self._most, self.taken = most, 0
        self._kept: OrderedDict[Name, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        """Keep none of them any longer."""
        with self._lock:
            self._kept.clear()
            self.taken = 0

    def find(self, name: Name) -> Kept | None:
        """What is kept under the name."""
        with self._lock:
            kept = self._kept.get(name)
            if kept is not None:
                self._kept.move_to_end(name)
        return kept

    def put(self, name: Name, kept: Kept) -> Kept:
        """Keep an answer, if it is not too large; those not asked for longest go. Returns it."""
        size = _size_of(kept)
        with self._lock:
            former = self._kept.pop(name, None)
            self.taken -= _size_of(former) if former else 0
            if size <= self._most // SHARE:
                self._kept[name] = kept
                self.taken += size
            while self.taken > self._most:
                _name, oldest = self._kept.popitem(last=False)
                self.taken -= _size_of(oldest)
        return kept


def _size_of(kept: Kept) -> int:
    return len(kept.ready.body) + BESIDE


def name_of(request: HttpRequest) -> Name:
    """All of a request that an answer may follow from; who asks adds what else it follows from, the day among it."""
    told = request.META
    return (request.path, told.get("QUERY_STRING", ""), told.get("HTTP_HOST", ""), request.scheme or "")


# What people search for is of endless kinds: it has a place of its own, so that it drives nothing else away.
searches = Shelf(settings.ANSWERS_KEPT // 4)
shelf = Shelf(settings.ANSWERS_KEPT - settings.ANSWERS_KEPT // 4)
