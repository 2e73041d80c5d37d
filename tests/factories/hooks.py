"""Consumers with keys and webhooks, through the real actions; and receivers of webhooks, on real sockets."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from api.consumers.actions import draw_key, grant_key, keep_consumer
from api.consumers.keys import ring
from api.consumers.models import Consumer, Key
from api.webhooks.actions import draw_secret, keep_endpoint
from api.webhooks.models import Endpoint
from sites import clock
from sites.accounts.models import User
from sites.rules.models import Rule
from tests.factories.contributions import keep_rule, rules_of
from tests.factories.sites import make_administrator

type Behaviour = Callable[["Handler"], None]


def take_consumers() -> None:
    """The rules of consumers and webhooks as the fixtures have them."""
    for key, rule in rules_of("reference", "consumers.yaml").items():
        keep_rule(key, rule)


def change_rule(key: str, **changed: Any) -> None:
    """Another value in one of them."""
    rule = Rule.objects.get(key=key)
    Rule.objects.filter(pk=rule.pk).update(value={**rule.value, **changed})


def make_consumer(name: str = "Giao diện Cổng", *codes: str, actor: User | None = None, **fields: Any) -> Consumer:
    """A registered consumer of the sites with these codes (none: all)."""
    values = {"owner": "Công ty Giao Diện, bà Mai", "email": "mai@vidu.localhost", **fields}
    return keep_consumer(actor or make_administrator(), consumer=Consumer(name=name, **values), codes=list(codes))


def granted_key(consumer: Consumer, *scopes: str, actor: User | None = None, **fields: Any) -> Key:
    """A key that nobody has seen yet."""
    values = {"name": "Máy chủ", "expires_on": clock.today() + timedelta(days=30), **fields}
    key = Key(consumer=consumer, scopes=list(scopes), **values)
    return grant_key(actor or make_administrator(), key=key)


def drawn_key(consumer: Consumer, *scopes: str, **fields: Any) -> str:
    """A key as its owner has it."""
    secret = draw_key(make_administrator(), key=granted_key(consumer, *scopes, **fields)).secret
    ring.forget()
    return secret


def make_endpoint(consumer: Consumer, url: str, **fields: Any) -> tuple[Endpoint, str]:
    """An endpoint with its secret."""
    actor = make_administrator()
    endpoint = keep_endpoint(actor, endpoint=Endpoint(consumer=consumer, url=url, **fields))
    return Endpoint.objects.get(pk=endpoint.pk), draw_secret(actor, endpoint=endpoint).secret


@dataclass
class Got:
    """One request that a receiver has got."""

    path: str
    headers: dict[str, str]
    body: bytes
    status: int = 0

    @property
    def data(self) -> Any:
        """Its JSON."""
        return json.loads(self.body)

    @property
    def numbers(self) -> list[int]:
        """The numbers of the changes that it tells."""
        return [change["version"] for change in self.data["data"]["changes"]]


@dataclass
class Receiver:
    """A server that is told what changes: what it got, and how it behaves."""

    behave: Behaviour
    port: int = 0
    got: list[Got] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/nhan?may=1"

    @property
    def taken(self) -> list[Got]:
        """What it answered with a 2xx."""
        return [one for one in self.got if 200 <= one.status < 300]

    @property
    def numbers(self) -> list[int]:
        """The numbers of all changes that it took, in the order in which it took them."""
        return [number for one in self.taken for number in one.numbers]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    receiver: Receiver
    got: Got

    def do_POST(self) -> None:
        """Keep it, then behave."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.got = Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        self.receiver.got.append(self.got)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.receiver.behave(self)

    do_GET = do_PURGE = do_POST  # noqa: N815 - as the library calls them

    def say(self, status: int, words: bytes = b"", **headers: str) -> None:
        """Answer."""
        self.got.status = status
        self.send_response(status)
        for name, value in {"Content-Length": str(len(words)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the library calls it
        """Say nothing."""


def taking(handler: Handler) -> None:
    """A receiver that does what it should."""
    handler.say(204)


def answering(status: int, words: bytes = b"", **headers: str) -> Behaviour:
    """A receiver that answers this."""
    return lambda handler: handler.say(status, words, **headers)


def sleeping(seconds: float) -> Behaviour:
    """A receiver that thinks for so long."""

    def behave(handler: Handler) -> None:
        time.sleep(seconds)
        handler.say(204)

    return behave


@contextlib.contextmanager
def receiving(behave: Behaviour = taking) -> Iterator[Receiver]:
    """A receiver for as long as it is needed."""
    receiver = Receiver(behave)
    handler = type("ItsHandler", (Handler,), {"receiver": receiver})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
