"""A server that speaks the LibreTranslate protocol, on a real socket of this machine; and what may be asked of it."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sites.rules.models import Rule
from tests.factories.workflows import make_basis

LIMITS = {"seconds": 2, "characters_a_request": 4000, "segments_a_request": 40, "kilobytes": 50}
LANGUAGES = [{"code": "vi", "name": "Vietnamese", "targets": ["en"]}, {"code": "en", "name": "English", "targets": []}]

type Behaviour = Callable[["Handler", dict[str, Any]], None]


@dataclass
class Machine:
    """The server: what it was asked, and how it behaves when it is asked to translate."""

    behave: Behaviour
    port: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    languages: Any = field(default_factory=lambda: LANGUAGES)

    @property
    def name(self) -> str:
        """As a rule names it."""
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """As the operator lists it."""
        return f"http://:a-key@127.0.0.1:{self.port}"

    @property
    def texts(self) -> list[str]:
        """Everything that it was sent."""
        return [text for body in self.asked for text in body["q"]]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    machine: Machine

    def do_GET(self) -> None:
        """Which languages it knows."""
        self.machine.paths.append(self.path)
        self.say(200, self.machine.languages)

    def do_POST(self) -> None:
        """To translate."""
        self.machine.paths.append(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.machine.asked.append(body)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.machine.behave(self, body)

    def say(self, status: int, answer: Any, **headers: str) -> None:
        """JSON, or bytes as they are."""
        data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the library calls it
        """Say nothing."""


def translating(make: Callable[[str], str] = lambda text: f"EN {text}") -> Behaviour:
    """A server that does what it should."""
    return lambda handler, body: handler.say(200, {"translatedText": [make(text) for text in body["q"]]})


def answering(status: int, answer: Any, **headers: str) -> Behaviour:
    """A server that answers this."""
    return lambda handler, _body: handler.say(status, answer, **headers)


def sleeping(seconds: float) -> Behaviour:
    """A server that thinks for so long."""

    def behave(handler: Handler, body: dict[str, Any]) -> None:
        time.sleep(seconds)
        handler.say(200, {"translatedText": body["q"]})

    return behave


def dripping(seconds: float) -> Behaviour:
    """A server that sends a byte now and then, for so long."""

    def behave(handler: Handler, _body: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.end_headers()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.2)

    return behave


@contextlib.contextmanager
def running(behave: Behaviour) -> Iterator[Machine]:
    """A server for as long as it is needed."""
    machine = Machine(behave)
    handler = type("ItsHandler", (Handler,), {"machine": machine})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    machine.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield machine
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def switch_on(machine: Machine | str, *, site: Any = None, **values: Any) -> None:
    """Rules: a site may ask this server."""
    name = machine if isinstance(machine, str) else machine.name
    said = {"engine": "libretranslate", "server": name, "characters_a_month": 10_000, **values}
    limits = {name: said.pop(name) for name in LIMITS if name in said}
    _keep("machine.translation", said, site)
    _keep("machine.limits", {**LIMITS, **limits}, None)


def _keep(key: str, value: Any, site: Any) -> None:
    Rule.objects.update_or_create(
        key=key, site=site, defaults={"value": value, "unit": "limits", "basis": make_basis(), "article": "Điều 1"}
    )
