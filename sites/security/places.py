"""From where somebody asks: his address as the outermost trusted proxy saw it, and the name of his browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class Place:
    """An address (none: no request, or none that can be told) and a browser."""

    address: str | None = None
    agent: str = ""


NOWHERE = Place()
_here: ContextVar[Place] = ContextVar("place", default=NOWHERE)


def place_of(request: HttpRequest | None) -> Place:
    """From where a request comes."""
    if request is None:
        return here()
    return Place(address_of(request), request.META.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT])


def address_of(request: HttpRequest) -> str | None:
    """The address that the outermost trusted proxy saw (`PROXIES`); what a client claims beyond it is not believed."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies: int = settings.PROXIES
    address = forwarded[-proxies] if 0 < proxies <= len(forwarded) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(address.strip()))
    except ValueError:
        return None


def here() -> Place:
    """From where the request comes that is being answered."""
    return _here.get()


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """While a request is answered, what is written down says from where it came."""
    token = _here.set(place_of(request))
    try:
        yield
    finally:
        _here.reset(token)
