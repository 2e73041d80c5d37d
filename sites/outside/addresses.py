"""Which addresses belong to the public net. Pure."""

import ipaddress

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # addresses of the old net within those of the new
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # the one part of the new net that is given out (RFC 4291, 2.4)


def read_address(text: str) -> Address:
    """The address that a resolver wrote; a zone behind it is left out. Raises ValueError."""
    return ipaddress.ip_address(text.partition("%")[0])


def plain(address: Address) -> Address:
    """An address of the old net that is written as one of the new, as what it is."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_public(text: str) -> bool:
    """Whether an address is one of the public net, and hides no other one: never this machine, nor one beside it."""
    given = read_address(text)
    found = plain(given)
    if found.is_multicast or not found.is_global:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return True
    hides_another = found.sixtofour is not None or found.teredo is not None or found in TRANSLATED
    return found in GLOBAL_UNICAST and not hides_another
