"""The clients of the server: what they have sent so far, what they have not taken yet, how long they have waited."""

import errno
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import TConn

MOST_HEAD = 32 * 1024
MOST_WAITED_FOR = 64 * 1024  # of head and body together; what is larger is read as it comes
MOST_UNSENT = 2 * 2**20  # bytes kept for one slow reader; beyond them a thread has to wait for him
SECONDS_TO_PRESS = 30.0
SECONDS_FOR_BODY, LEAST_RATE = 10.0, 32 * 1024  # before a large body begins; bytes a second from then on
HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
UNKNOWN = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)


class Line(socket.socket):
    """The connection of a client. What he does not take at once is kept for him."""

    unsent = held = b""
    is_holding = False
    woken_at = 1
    until: float | None = None  # by when the next bytes of a large body have to be there

    def wake_at(self, number: int) -> None:
        """Only so many bytes that have come are something to look at."""
        if number != self.woken_at:
            self.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, number)
            self.woken_at = number

    def hold(self) -> None:
        """What is sent next goes together with what comes after it: the head of an answer with its body."""
        self.is_holding = True

    def let_go(self) -> None:
        """Nothing comes after it."""
        self.is_holding = False
        if self.held:
            self.sendall(b"")

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send what the system takes, keep the rest. A reader who takes nothing of very much is gone (OSError)."""
        if self.is_holding:
            self.is_holding, self.held = False, bytes(data)
            return
        whole, self.held = [self.held, data], b""
        sent = 0 if self.unsent else self._sent(whole)
        if sent == len(whole[0]) + len(data):
            return
        rest = b"".join((self.unsent, *whole))[sent:]
        self.unsent = b"" if len(rest) > MOST_UNSENT else rest
        if not self.unsent:
            with self._patient_for(SECONDS_TO_PRESS):
                super().sendall(rest, flags)

    def flush(self) -> bool:
        """Send what was kept. Whether all is gone."""
        self.unsent = self.unsent[self._sent([self.unsent]) :]
        return not self.unsent

    def begin_pace(self) -> None:
        """What is received from now on has to keep coming."""
        self.until = monotonic() + SECONDS_FOR_BODY

    def recv(self, size: int, flags: int = 0) -> bytes:
        """What has come. Who sends a large body too slowly is gone (OSError)."""
        if self.until is None or flags:
            return super().recv(size, flags)
        with self._patient_for(self.until - monotonic()):
            data = super().recv(size)
        self.until += len(data) / LEAST_RATE
        return data

    @contextmanager
    def _patient_for(self, seconds: float) -> Iterator[None]:
        """Wait so long and no longer."""
        self.settimeout(max(seconds, 0.001))
        try:
            yield
        except TimeoutError as error:
            raise ConnectionResetError(errno.ECONNRESET, "the client is too slow") from error
        finally:
            self.settimeout(None)

    def _sent(self, parts: Sequence[Any]) -> int:
        try:
            return self.sendmsg(parts, (), socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0


class Client(TConn):
    """A client, and what is known of the request that he is sending."""

    seen = 0
    is_large = False

    def wants(self, data: bytes) -> int:
        """How many bytes have to be there before a thread looks at them: no more than there are, if they will do."""
        end = data.find(HEAD_END)
        if end < 0:
            return min(len(data) + 1, MOST_HEAD)
        head = data[: end + len(HEAD_END)]
        length = LENGTH.search(head)
        whole = len(head) + (int(length[1]) if length else 0)
        self.is_large = whole > MOST_WAITED_FOR or UNKNOWN.search(head) is not None
        return len(head) if self.is_large else whole


class Waiting:
    """Connections by how long they have waited, with the words of a deque that gunicorn uses; none looks for one."""

    def __init__(self) -> None:
        self._all: dict[Any, None] = {}

    def __len__(self) -> int:
        return len(self._all)

    def __contains__(self, conn: Any) -> bool:
        return conn in self._all

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self._all))

    def __getitem__(self, number: int) -> Any:
        return next(iter(self._all))  # only the first is ever asked for

    def append(self, conn: Any) -> None:
        """It waits from now on."""
        self._all[conn] = None

    def remove(self, conn: Any) -> None:
        """It waits no longer."""
        del self._all[conn]

    def popleft(self) -> Any:
        """Whoever has waited longest, and no longer does."""
        self.remove(first := self[0])
        return first
