"""How often one address, or one key, may ask, counted in each process by itself; 0 turns it off.

A crawler gone wild is held off before it reaches the database. What a proxy in front counts stays its own matter.
"""

from collections.abc import MutableMapping
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

from api.consumers.keys import caller_of
from api.http.problems import Problem
from sites import clock
from sites.security.places import address_of

WINDOW = 60
MOST_ADDRESSES = 50_000
BITS_OF_A_NETWORK = 64


class Throttle:
    """Counts the requests of each address within a minute of the clock."""

    def __init__(self) -> None:
        self._counts: MutableMapping[str, int] = {}
        self._window = 0

    def check(self, address: str, most: int) -> None:
        """Count one request. Raises a Problem that says how long to wait, if there were more than `most`."""
        window, since = divmod(int(clock.now().timestamp()), WINDOW)
        if window != self._window or len(self._counts) > MOST_ADDRESSES:
            self._window, self._counts = window, {}
        count = self._counts[address] = self._counts.get(address, 0) + 1
        if count > most:
            raise Problem("too_many_requests", headers={"Retry-After": str(WINDOW - since)})


throttles = {"read": Throttle(), "search": Throttle()}


def check_throttle(request: HttpRequest, name: str) -> None:
    """Count a request under one of the throttles of the settings. Raises a Problem if there were too many.

    Who brings a key that holds is counted under it, wherever he asks from: a frontend asks for all its readers.
    """
    most = settings.REQUESTS_A_MINUTE.get(name, 0)
    if not most:
        return
    caller = caller_of(request)
    if caller is not None and caller.is_good:
        throttles[name].check(f"key {caller.key}", caller.most(name) or most)
    else:
        throttles[name].check(client_address(request), most)


def client_address(request: HttpRequest) -> str:
    """Who asks: the address that the outermost trusted proxy saw; of IPv6 the network, which is one household."""
    address = address_of(request)
    if address is None:
        return ""
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(int(found) >> BITS_OF_A_NETWORK)
    return str(found)
