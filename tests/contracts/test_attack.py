"""Crowds that do not behave: nobody else waits for them. `python -m bench.attack` measures it."""

import json
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.stack import DOMAIN, Stack
from tests.thorough import tries

CLIENTS = tries(120, 1_000)  # of each kind
SOON = 3.0  # seconds on a busy machine; on a quiet one it takes milliseconds
HEAD = f"GET /api/v1/content/?site={DOMAIN}&limit=100 HTTP/1.1\r\nHost: {DOMAIN}\r\n"
POST = f"POST /api/v1/contributions/ HTTP/1.1\r\nHost: {DOMAIN}\r\nContent-Type: application/json\r\n"
CROWDS = {
    "say nothing": "",
    "begin and do not go on": HEAD,
    "announce a body and do not send it": f"{POST}Content-Length: 5000\r\n\r\n" + "{",
    "announce a large body and do not send it": f"{POST}Content-Length: 5000000\r\n\r\n" + "{",
    "ask and do not read": f"{HEAD}\r\n" * 3,
    "are answered and do not go": f"{HEAD}Connection: close\r\n\r\n",
}


@pytest.fixture
def lines(stack: Stack) -> Iterator["Lines"]:
    """Connections, all closed at the end."""
    with ExitStack() as opened:
        yield Lines(stack, opened)


class Lines:
    """Connections of clients who take few bytes."""

    def __init__(self, stack: Stack, opened: ExitStack) -> None:
        self._stack, self._opened = stack, opened

    def open(self, said: str) -> socket.socket:
        """One that has said this."""
        line = self._opened.enter_context(socket.socket())
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        line.settimeout(30)
        line.connect(("127.0.0.1", self._stack.port))
        line.sendall(said.encode())
        return line


def answered(stack: Stack) -> float:
    """Seconds until a well-behaved reader has read a list."""
    began = time.monotonic()
    with urllib.request.urlopen(f"{stack.url}/api/v1/content/?site={DOMAIN}&limit=5", timeout=30) as answer:
        assert json.load(answer)["results"]
    return time.monotonic() - began


@pytest.mark.parametrize("kind", CROWDS)
def test_readers_do_not_wait_for_those_who(stack: Stack, lines: Lines, kind: str) -> None:
    for _ in range(CLIENTS):
        lines.open(CROWDS[kind])
    assert max(answered(stack) for _ in range(5)) < SOON


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (f"{HEAD}X-Giant: {'x' * 40_000}", 431),
        (f"{HEAD}X-Large: {'x' * 10_000}\r\n\r\n", 431),
        (HEAD + "".join(f"X-{n}: y\r\n" for n in range(100)) + "\r\n", 431),
        (f"GET /{'x' * 9_000} HTTP/1.1\r\nHost: {DOMAIN}\r\n\r\n", 414),
        ("WHAT IS THIS\r\n\r\n", 400),
    ],
    ids=["a head without end", "a long line", "many lines", "a long address", "no request"],
)
def test_what_is_too_large_is_refused(stack: Stack, lines: Lines, said: str, status: int) -> None:
    line = lines.open(said)
    assert int(line.recv(4096).split()[1]) == status
    assert answered(stack) < SOON


def test_what_comes_in_pieces_is_answered(lines: Lines) -> None:
    line = lines.open("")
    for piece in (HEAD[:10], HEAD[10:], "X-More: y\r\n", "\r\n"):
        line.sendall(piece.encode())
        time.sleep(0.1)
    assert line.recv(4096).startswith(b"HTTP/1.1 200")
