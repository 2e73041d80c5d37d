"""The servers that the operator of the system lists (`MACHINE_SERVERS`, `MACHINE_NETWORKS`), and no others.

`https://:key@dich.tinh.gov.vn` names a server and its key. What resolves to an address that is not of the public net is
refused, unless the operator wrote that address itself, or its network.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

from sites.outside.addresses import Address, is_public, plain, read_address


@dataclass(frozen=True, slots=True)
class Server:
    """One server of the operator's list."""

    host: str
    port: int
    is_encrypted: bool
    path: str
    key: str = ""

    @property
    def name(self) -> str:
        """By which a rule names it: the host, with the port where it is not the usual one."""
        usual = 443 if self.is_encrypted else 80
        return self.host if self.port == usual else f"{self.host}:{self.port}"


def listed_servers() -> list[Server]:
    """The servers that the operator lists."""
    return [_server(given) for given in settings.MACHINE_SERVERS]


def server_named(name: str) -> Server | None:
    """The listed server that a rule names; None for any other."""
    return next((server for server in listed_servers() if server.name == name), None)


def is_allowed(address: str, server: Server) -> bool:
    """Whether this address may be spoken to: one of the public net, encrypted; or one that the operator wrote down."""
    found = read_address(address)
    inner = plain(found)
    if _literal(server.host) in (found, inner) or any(
        inner in network for network in _networks() if _fits(inner, network)
    ):
        return True
    return server.is_encrypted and is_public(address)


def _server(given: str) -> Server:
    parts = urlsplit(given)
    is_encrypted = parts.scheme == "https"
    return Server(
        host=(parts.hostname or "").casefold(),
        port=parts.port or (443 if is_encrypted else 80),
        is_encrypted=is_encrypted,
        path=parts.path.rstrip("/"),
        key=unquote(parts.password or ""),
    )


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _networks() -> Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(given, strict=False) for given in settings.MACHINE_NETWORKS]


def _fits(address: Address, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    return address.version == network.version
