"""Who asks: the key of a request, found without the database but for one look at all keys every few seconds.

A key names who reads, it does not let him in: what is public is answered without one, and to a key that does not hold
any more it is answered as to everybody, with a word about it in the headers. A frontend does not go dark overnight
because somebody forgot a day. What is not for everybody asks for a scope (`api.http.callers`), and fails loudly.
"""

import hmac
import logging
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from psycopg_pool import PoolTimeout

from api.consumers.actions import sha256_of
from api.consumers.enums import Scope, State
from api.consumers.models import Key
from sites import clock

logger = logging.getLogger(__name__)

KNOWN_FOR = 10.0  # seconds until an ended key is known as such to every process
NEW_AFTER = 1.0  # seconds after which is looked anew for a key that is not there: it may have been made since
SCHEME = "Bearer "
TOKEN = re.compile(r"(ct_[0-9a-f]{8})_[A-Za-z0-9_-]{43}")
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose key a request brought, and what it is worth. Of a key that is not known both numbers are 0."""

    consumer: int
    key: int
    state: State
    scopes: frozenset[str] = frozenset()
    limits: Mapping[str, int | None] | None = None

    @property
    def is_good(self) -> bool:
        """Whether the key holds."""
        return self.state == State.GOOD

    def most(self, throttle: str) -> int | None:
        """How many requests a minute it may send, where it has a limit of its own."""
        return self.limits.get(throttle) if self.limits and Scope.RATE in self.scopes else None


NOBODY = Caller(0, 0, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Held:
    """A key as a process holds it."""

    sha256: str
    caller: Caller
    expires_on: date
    ends_at: datetime | None

    def now(self) -> Caller:
        """The caller, with what the key is worth at this moment."""
        if self.ends_at is not None and self.ends_at <= clock.now():
            return Caller(self.caller.consumer, self.caller.key, State.ENDED)
        if self.expires_on <= clock.today():
            return Caller(self.caller.consumer, self.caller.key, State.EXPIRED)
        return self.caller


class Ring:
    """All keys that were handed out, read together, and anew when the last reading is some seconds old."""

    def __init__(self) -> None:
        self._held: Mapping[str, Held] = {}
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Read again at the next question."""
        self._read_at = float("-inf")

    def find(self, secret: str) -> Caller:
        """Whose key this is."""
        match = TOKEN.fullmatch(secret)
        if match is None:
            return NOBODY
        held = self._read(KNOWN_FOR).get(match[1]) or self._read(NEW_AFTER).get(match[1])
        if held is None or not hmac.compare_digest(held.sha256, sha256_of(secret)):
            return NOBODY
        return held.now()

    def _read(self, known_for: float) -> Mapping[str, Held]:
        """The keys as they were so many seconds ago at most."""
        if monotonic() - self._read_at < known_for:
            return self._held
        with self._lock:
            if monotonic() - self._read_at >= known_for:
                self._read_at = (
                    monotonic()
                )  # also where it fails: a database that is gone is not asked at every request
                self._held = self._read_now()
        return self._held

    def _read_now(self) -> Mapping[str, Held]:
        """Every key; what was known before while the database does not answer."""
        try:
            return _every_key()
        except (DatabaseError, InterfaceError, PoolTimeout):
            logger.exception("The keys of consumers could not be read")
            return self._held


ring = Ring()


def caller_of(request: HttpRequest) -> Caller | None:
    """Whose key a request brings; None where it brings none of ours."""
    said: str = request.META.get("HTTP_AUTHORIZATION", "")
    if not said.startswith(f"{SCHEME}ct_") or len(said) > LONGEST:
        return None
    return ring.find(said.removeprefix(SCHEME))


def _every_key() -> Mapping[str, Held]:
    rows = Key.objects.exclude(prefix="").select_related("consumer")
    return {row.prefix: _held(row) for row in rows}


def _held(row: Key) -> Held:
    limits = {"read": row.consumer.reads_a_minute, "search": row.consumer.searches_a_minute}
    caller = Caller(row.consumer_id, row.pk, State.GOOD, frozenset(row.scopes), limits)
    return Held(row.sha256, caller, row.expires_on, row.ends_at)
