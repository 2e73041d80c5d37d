"""`python -m bench.attack`: how long a reader waits while thousands of clients do not behave.

The product with its own settings on ten thousand items; beside each crowd of `--clients` one reader asks for a list, an
item and a path in turn, each on a connection of his own. `--gthread` measures gunicorn's own worker instead of ours.
"""

import argparse
import contextlib
import os
import resource
import socket
import statistics
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator

from bench import machine
from bench.run import PORTS, SMALL, paths_of

ASKED_FOR = ("list", "item", "resolve")
HOST = f"Host: {SMALL}\r\n"
LIST = f"GET /api/v1/content/?limit=100&site={SMALL} HTTP/1.1\r\n{HOST}"
POST = f"POST /api/v1/contributions/ HTTP/1.1\r\n{HOST}Content-Type: application/json\r\n"
GIVE_UP = 20.0

type Line = socket.socket


def line(*, narrow: int = 0) -> Line:
    """A connection to the product; a narrow one takes so many bytes and no more."""
    found = socket.socket()
    if narrow:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, narrow)
    found.settimeout(GIVE_UP)
    found.connect(("127.0.0.1", PORTS["product"]))
    return found


def silent() -> Line:
    """Says nothing."""
    return line()


def begun(said: str) -> Callable[[], Line]:
    """Says this, and from then on a letter now and then."""

    def begin() -> Line:
        found = line()
        found.sendall(said.encode())
        return found

    return begin


def slow_reader() -> Line:
    """Asks for a long list and does not read it."""
    found = line(narrow=1024)
    found.sendall(f"{LIST}\r\n".encode())
    return found


CROWDS: dict[str, Callable[[], Line]] = {
    "silent": silent,
    "heads that do not end": begun(f"{LIST}X-Slow: "),
    "bodies that do not end": begun(f"{POST}Content-Length: 5000\r\n\r\n"),
    "large bodies that do not end": begun(f"{POST}Content-Length: 5000000\r\n\r\n"),
    "slow readers": slow_reader,
    "answered, and never gone": begun(f"{LIST}Connection: close\r\n\r\n"),
    "giant heads": begun(f"{LIST}X-Giant: {'x' * 30_000}"),
}
DRIBBLING = ("heads that do not end", "bodies that do not end", "large bodies that do not end", "giant heads")


class Crowd:
    """So many clients of a kind. Whoever is sent away comes back."""

    def __init__(self, name: str, clients: int) -> None:
        self._begin, self._clients, self._dribbles = CROWDS[name], clients, name in DRIBBLING
        self._lines: list[Line] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Crowd":
        self._thread.start()
        time.sleep(3)
        return self

    def __exit__(self, *_said: object) -> None:
        self._stop.set()
        self._thread.join()
        for found in self._lines:
            found.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._lines = [found for found in self._lines if self._stays(found)]
            while len(self._lines) < self._clients and not self._stop.is_set():
                with contextlib.suppress(OSError):
                    self._lines.append(self._begin())
            self._stop.wait(0.5)

    def _stays(self, found: Line) -> bool:
        try:
            if self._dribbles:
                found.send(b"x", socket.MSG_DONTWAIT)
            if self._begin is not slow_reader and not found.recv(1 << 20, socket.MSG_DONTWAIT):
                raise ConnectionResetError
        except BlockingIOError:
            return True
        except OSError:
            found.close()
            return False
        return True


def waited(urls: list[str], seconds: float) -> tuple[list[float], int]:
    """How long each answer took within some seconds, and how many never came."""
    found: list[float] = []
    missing, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        for url in urls:
            began = time.monotonic()
            try:
                with urllib.request.urlopen(url, timeout=GIVE_UP) as answer:
                    answer.read()
            except OSError:
                missing += 1
            found.append(time.monotonic() - began)
            time.sleep(0.02)
    return found, missing


def row(name: str, found: list[float], missing: int) -> str:
    """A line of the table."""
    ordered = sorted(found)
    p95 = ordered[int(len(ordered) * 0.95)]
    figures = [f"{1000 * figure:.0f}" for figure in (statistics.median(ordered), p95, ordered[-1])]
    return f"| {' | '.join((name, str(len(ordered)), *figures, str(missing)))} |"


@contextlib.contextmanager
def served(asked: argparse.Namespace) -> Iterator[list[str]]:
    """The product, and what its readers ask."""
    more = ("-k", "gthread", "--worker-connections", "1000") if asked.gthread else ()
    with machine.postgres() as folder:
        name = machine.database(folder, asked.items)
        with machine.product(folder, name, PORTS["product"], more):
            paths = paths_of(f"http://127.0.0.1:{PORTS['product']}", folder, name)
            yield [paths[word] for word in ASKED_FOR]


def main() -> int:
    """Measure each crowd."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--gthread", action="store_true", help="gunicorn's own worker")
    parser.add_argument("--only", default="", help="names of crowds, separated by commas")
    asked = parser.parse_args()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with served(asked) as urls:
        print(f"load {os.getloadavg()[0]:.1f}; milliseconds: median, 95 of 100, longest; never answered", flush=True)
        print(row("nobody", *waited(urls, asked.seconds)), flush=True)
        for name in asked.only.split(",") if asked.only else CROWDS:
            with Crowd(name, asked.clients):
                print(row(f"{asked.clients} {name}", *waited(urls, asked.seconds)), flush=True)
        print(row("nobody again", *waited(urls, asked.seconds)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
