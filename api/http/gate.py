"""Before a database that was lost: one reader at a time tries it again, the others do not wait for it."""

import threading
from time import monotonic

PAUSE = 2.0  # seconds: as long as one waits for a connection


class Gate:
    """Open until somebody shuts it; then it lets one pass every `PAUSE` seconds, until somebody opens it."""

    def __init__(self) -> None:
        self._is_shut = False
        self._next = 0.0
        self._lock = threading.Lock()

    def lets_pass(self) -> bool:
        """Whether it is worth trying."""
        if not self._is_shut:
            return True
        with self._lock:
            now = monotonic()
            if now < self._next:
                return False
            self._next = now + PAUSE
            return True

    def shut(self) -> None:
        """It was lost."""
        self._next, self._is_shut = monotonic() + PAUSE, True

    def open(self) -> None:
        """It answers."""
        if self._is_shut:
            self._is_shut = False


gate = Gate()  # before the primary
