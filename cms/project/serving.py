"""The server's worker: gunicorn's threads, none of which waits for a client.

gunicorn gives a connection to a thread as soon as it is there, and the thread waits for what the client sends, and
until he has taken what he gets: eight slow clients, and nobody is answered. Here the loop that looks after all
connections waits: for a whole head (and a body, unless it is large), for a slow reader to take his answer, for the last
word of one who leaves. Threads find everything there. Only a large body is read by a thread as it comes; half of the
threads may be used for those, and they have to come at a pace.
"""

import errno
import socket
import threading
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from cms.project.clients import HEAD_END, MOST_WAITED_FOR, Client, Line, Waiting

SENT_AT_ONCE = 212_992  # bytes that the system takes for a client without asking anybody: an ordinary list
SECONDS_FOR_HEAD, SECONDS_TO_READ, SECONDS_TO_LEAVE = 15.0, 60.0, 2.0
NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
REFUSED = "HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: 0\r\nCache-Control: no-store\r\n{}\r\n"
TOO_LARGE = REFUSED.format("431 Request Header Fields Too Large", "").encode()
TOO_SLOW = REFUSED.format("408 Request Timeout", "").encode()
TOO_MANY = REFUSED.format("503 Service Unavailable", "Retry-After: 5\r\n").encode()


class Worker(ThreadWorker):
    """Threads for requests that are there; one loop for clients."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keepalived_conns, self.pending_conns = Waiting(), Waiting()
        self._looked_at = 0.0
        self._large = threading.Semaphore(max(1, self.cfg.threads // 2))

    def accept(self, listener: socket.socket) -> None:
        """A new client. Where there are too many, the one goes that has sent nothing for longest."""
        try:
            accepted, address = listener.accept()
        except OSError as error:
            if error.errno in NO_ROOM:
                self._make_room()
            return
        line = Line(accepted.family, accepted.type, accepted.proto, fileno=accepted.detach())
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENT_AT_ONCE)
        self.nr_conns += 1
        client = Client(self.cfg, line, address, listener.getsockname())
        self._wait_for(client, EVENT_READ, partial(self._on_request, client), SECONDS_FOR_HEAD)
        if self.nr_conns >= self.worker_connections:
            self._make_room()

    def on_client_socket_readable(self, conn: Client, client: Line) -> None:
        """A client who was answered sends something more."""
        conn.seen, conn.is_large = 0, False
        self._on_request(conn, client)
        if conn in self.keepalived_conns:  # it is not all there yet, and has not long to come
            self._stop_waiting(conn)
            self._wait_for(conn, EVENT_READ, partial(self._on_request, conn), SECONDS_FOR_HEAD)

    def handle(self, conn: Client) -> Any:
        """Answer a request that is there. A large one only while others leave room for it."""
        if not conn.is_large:
            return self._answered(conn)
        if not self._large.acquire(blocking=False):
            conn.sock.sendall(TOO_MANY)
            return False
        try:
            conn.sock.begin_pace()
            return self._answered(conn)
        finally:
            conn.sock.until = None
            self._large.release()

    def _answered(self, conn: Client) -> Any:
        conn.sock.hold()
        is_kept = super().handle(conn)
        conn.sock.let_go()
        return is_kept

    def finish_request(self, conn: Client, fs: "Future[Any]") -> None:
        """A thread is done: what was not taken yet is sent from here; then a next request is waited for, or the end."""
        if conn.sock.fileno() < 0:  # closed in the middle of an answer that failed
            self.nr_conns -= 1
            return
        is_kept = not fs.cancelled() and fs.exception() is None and bool(fs.result()) and self.alive
        conn.sock.settimeout(0)
        self._go_on(conn, is_kept=is_kept)

    def murder_pending(self) -> None:
        """Once a second: whoever has had his time."""
        now = monotonic()
        if now - self._looked_at < 1:
            return
        self._looked_at = now
        for conn in self.pending_conns:
            if conn.timeout < now:
                if conn.seen:
                    self._say(conn, TOO_SLOW)
                self._drop(conn)

    def _make_room(self) -> None:
        """For somebody who may have something to say."""
        if silent := self.keepalived_conns or self.pending_conns:
            self._drop(silent[0])

    def _say(self, conn: Client, words: bytes) -> None:
        """To somebody who is sent away, if he is still there."""
        with suppress(OSError):
            conn.sock.sendall(words)

    def _cap_keepalive(self, deadline: float) -> None:
        """The process ends: nobody is waited for any longer than that."""
        for conn in (*self.keepalived_conns, *self.pending_conns):
            conn.timeout = min(conn.timeout, deadline)

    def _wait_for(self, conn: Client, event: int, callback: Any, seconds: float) -> None:
        conn.timeout = monotonic() + seconds
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, event, callback)

    def _on_request(self, conn: Client, line: Line) -> None:
        """Something has come: leave it there until it is enough."""
        try:
            data = line.recv(MOST_WAITED_FOR, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if len(data) <= conn.seen:  # nothing more: he has gone
            self._drop(conn)
            return
        wanted = conn.wants(data)
        conn.seen = len(data)
        if len(data) < wanted:
            line.wake_at(wanted)
        elif HEAD_END not in data:
            self._say(conn, TOO_LARGE)
            conn.seen = 0
            self._stop_waiting(conn)
            self._leave(conn)
        else:
            line.wake_at(1)
            self._stop_waiting(conn)
            conn.data_ready = True
            self.enqueue_req(conn)

    def _go_on(self, conn: Client, *, is_kept: bool) -> None:
        """After an answer, when all of it is sent."""
        conn.seen = 0
        if conn.sock.unsent:
            self._wait_for(conn, EVENT_WRITE, partial(self._on_taken, conn, is_kept), SECONDS_TO_READ)
        elif is_kept and not conn.parser.unreader.buf.getvalue():  # what was read ahead of its time is not waited for
            conn.set_timeout()
            self.keepalived_conns.append(conn)
            self.poller.register(conn.sock, EVENT_READ, partial(self.on_client_socket_readable, conn))
        else:
            self._leave(conn)

    def _on_taken(self, conn: Client, is_kept: bool, line: Line) -> None:  # noqa: FBT001 - bound when it is registered
        try:
            is_all = line.flush()
        except OSError:
            self._drop(conn)
            return
        if is_all:
            self._stop_waiting(conn)
            self._go_on(conn, is_kept=is_kept)

    def _leave(self, conn: Client) -> None:
        """Say that nothing more comes, and hear what he still says, lest his last answer is lost (RFC 9112, 9.6)."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)
            return
        self._wait_for(conn, EVENT_READ, partial(self._on_rest, conn), SECONDS_TO_LEAVE)

    def _on_rest(self, conn: Client, line: Line) -> None:
        try:
            data = line.recv(MOST_WAITED_FOR)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._drop(conn)

    def _stop_waiting(self, conn: Client) -> None:
        self.poller.unregister(conn.sock)
        for waiting in (self.pending_conns, self.keepalived_conns):
            if conn in waiting:
                waiting.remove(conn)

    def _drop(self, conn: Client) -> None:
        self._stop_waiting(conn)
        self._close(conn)

    def _close(self, conn: Client) -> None:
        self.nr_conns -= 1
        conn.close()
