"""One question to a server and its answer, within a limit of seconds and bytes, to a checked address and nowhere else.

The name is resolved once, and the connection goes to the address that was checked: what the name says a moment later
does not matter. Nothing is followed: an answer that leads elsewhere is a fault. No proxy of the environment is asked.
"""

import contextlib
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Any

from workflows.machine.servers import Server, is_allowed

type Json = Any


class Fault(Exception):
    """Why there is no answer: `code` is ours, `said` what the server says about it."""

    def __init__(self, code: str, said: str = "") -> None:
        self.code, self.said = code, " ".join(said.split())[:200]
        super().__init__(code)


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was checked."""

    def __init__(self, server: Server, address: str, seconds: float) -> None:
        super().__init__(server.host, server.port, timeout=seconds)
        self.address = address

    def connect(self) -> None:
        """To that address, whatever the name says by now."""
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _Encrypted(http.client.HTTPSConnection):
    """The same, encrypted: the certificate is that of the name."""

    def __init__(self, server: Server, address: str, seconds: float) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(server.host, server.port, timeout=seconds, context=self.trust)
        self.address = address

    def connect(self) -> None:
        """To that address, for that name."""
        raw = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self.trust.wrap_socket(raw, server_hostname=self.host)


class _Exchange(threading.Thread):
    """One question, in a thread of its own: whoever asked stops waiting when the time is over, whatever hangs."""

    def __init__(
        self, server: Server, path: str, body: Mapping[str, Json] | None, *, seconds: float, most: int
    ) -> None:
        super().__init__(daemon=True, name="machine")
        self.server, self.path, self.body, self.seconds, self.most = server, path, body, seconds, most
        self.socket: socket.socket | None = None
        self.fault: Fault | None = None
        self.answer: tuple[int, bytes] = (0, b"")

    def run(self) -> None:
        """Ask; whatever goes wrong is a fault with a name."""
        try:
            self.answer = self._ask()
        except Fault as fault:
            self.fault = fault
        except TimeoutError:
            self.fault = Fault("timeout")
        except ssl.SSLError:
            self.fault = Fault("not_trusted")
        except socket.gaierror:
            self.fault = Fault("unknown_host")
        except (OSError, http.client.HTTPException, ValueError):
            self.fault = Fault("unreachable")
        finally:
            if self.socket is not None:
                self.socket.close()

    def break_off(self) -> None:
        """Have whatever waits for the server wait no longer; the thread then ends by itself."""
        if self.socket is not None:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)

    def _ask(self) -> tuple[int, bytes]:
        kind = _Encrypted if self.server.is_encrypted else _Plain
        connection = kind(self.server, _checked(self.server), self.seconds)
        connection.connect()
        self.socket = connection.sock
        data = None if self.body is None else json.dumps(self.body).encode()
        headers = {"Accept": "application/json", "Content-Type": "application/json", "Connection": "close"}
        connection.request("GET" if data is None else "POST", self.server.path + self.path, data, headers)
        with contextlib.closing(connection.getresponse()) as response:
            found = response.read(self.most + 1)
        if len(found) > self.most:
            raise Fault("too_large")
        return response.status, found


def ask(
    server: Server, path: str, body: Mapping[str, Json] | None = None, *, seconds: float, most: int
) -> tuple[int, Json]:
    """The status and the JSON of an answer; raises Fault. Never waits longer than `seconds`."""
    exchange = _Exchange(server, path, body, seconds=seconds, most=most)
    exchange.start()
    exchange.join(seconds)
    if exchange.is_alive():
        exchange.break_off()
        raise Fault("timeout")
    if exchange.fault:
        raise exchange.fault
    status, data = exchange.answer
    return status, _json(status, data)


def _json(status: int, data: bytes) -> Json:
    try:
        return json.loads(data)
    except ValueError as error:
        if status == http.client.OK:
            raise Fault("not_understood") from error
        return None


def _checked(server: Server) -> str:
    """An address of the server; every one that the name has must be allowed."""
    found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_allowed(address, server) for address in addresses):
        raise Fault("not_listed")
    return addresses[0]
