"""One question to a machine outside and its answer, within a limit of seconds and bytes, to a checked address alone.

The name is resolved once, and the connection goes to the address that was checked: what the name says a moment later
does not matter. Nothing is followed: who asks sees that an answer leads elsewhere. No proxy of the environment is
asked.
"""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache


class Fault(Exception):
    """Why there is no answer: `code` is ours, `said` what the other side says about it."""

    def __init__(self, code: str, said: str = "") -> None:
        self.code, self.said = code, " ".join(said.split())[:200]
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Machine:
    """Whom to ask. `allows` says of each address that the name has whether it may be spoken to.

    `stands_at`: another machine that answers in its place, as a proxy in front of it; empty: the name is looked up.
    """

    host: str
    port: int
    is_encrypted: bool
    allows: Callable[[str], bool]
    stands_at: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is sent."""

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; of a body that is too large only the beginning."""

    status: int
    body: bytes
    is_whole: bool
    headers: Mapping[str, str]


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was checked."""

    def __init__(self, machine: Machine, address: str, seconds: float) -> None:
        super().__init__(machine.host, machine.port, timeout=seconds)
        self.address = address

    def connect(self) -> None:
        """To that address, whatever the name says by now."""
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _Encrypted(http.client.HTTPSConnection):
    """The same, encrypted: the certificate is that of the name."""

    def __init__(self, machine: Machine, address: str, seconds: float) -> None:
        super().__init__(machine.host, machine.port, timeout=seconds, context=_trust())
        self.address = address

    def connect(self) -> None:
        """To that address, for that name."""
        raw = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = _trust().wrap_socket(raw, server_hostname=self.host)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Exchange(threading.Thread):
    """One question, in a thread of its own: whoever asked stops waiting when the time is over, whatever hangs."""

    def __init__(self, machine: Machine, question: Question, *, seconds: float, most: int) -> None:
        super().__init__(daemon=True, name="outside")
        self.machine, self.question, self.seconds, self.most = machine, question, seconds, most
        self.socket: socket.socket | None = None
        self.fault: Fault | None = None
        self.answer: Answer | None = None

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
        except (socket.gaierror, UnicodeError):
            self.fault = Fault("unknown_host")
        except (OSError, http.client.HTTPException, ValueError):
            self.fault = Fault("unreachable")
        finally:
            if self.socket is not None:
                self.socket.close()

    def break_off(self) -> None:
        """Have whatever waits for the other side wait no longer; the thread then ends by itself."""
        if self.socket is not None:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)

    def _ask(self) -> Answer:
        kind = _Encrypted if self.machine.is_encrypted else _Plain
        connection = kind(self.machine, _checked(self.machine), self.seconds)
        connection.connect()
        self.socket = connection.sock
        asked = self.question
        connection.request(asked.method, asked.path, asked.body, {**asked.headers, "Connection": "close"})
        with contextlib.closing(connection.getresponse()) as response:
            found = response.read(self.most + 1)
            headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found[: self.most], len(found) <= self.most, headers)


def exchange(machine: Machine, question: Question, *, seconds: float, most: int) -> Answer:
    """The answer to a question; raises Fault. Never waits longer than `seconds`."""
    asking = _Exchange(machine, question, seconds=seconds, most=most)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        asking.break_off()
        raise Fault("timeout")
    if asking.answer is None:
        raise asking.fault or Fault("unreachable")
    return asking.answer


def _checked(machine: Machine) -> str:
    """An address of the machine; every one that the name has must be allowed."""
    found = socket.getaddrinfo(machine.stands_at or machine.host, machine.port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(machine.allows(address) for address in addresses):
        raise Fault("not_allowed")
    return addresses[0]
