"""Which addresses may be told anything: https, a port that the rule names, a machine of the public net.

`WEBHOOKS_TO_LOOPBACK` (only where `MODE=test`) lets this machine stand for the public net.
"""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from api.webhooks.rules import terms
from sites.outside.addresses import is_public, read_address
from sites.outside.wire import Machine
from sites.refusals import Reason

FIRST_CONTROL, LAST_PLAIN = 33, 126  # of ASCII, from "!" to "~"


def is_allowed(address: str) -> bool:
    """Whether an address that a name has may be spoken to."""
    return is_public(address) or (settings.WEBHOOKS_TO_LOOPBACK and read_address(address).is_loopback)


def reasons_against(url: str) -> list[Reason]:
    """What speaks against an address as it is written; what its name means is asked anew at every try."""
    try:
        parts = urlsplit(url)
        port = _port(parts)
    except ValueError:
        return [_reason("not_an_address", _("This is no address."))]
    host = parts.hostname or ""
    if not host or not all(FIRST_CONTROL <= ord(sign) <= LAST_PLAIN for sign in url):
        return [_reason("not_an_address", _("This is no address."))]
    if parts.username is not None or parts.fragment:
        return [_reason("not_plain", _("No name, no password and no # in the address."))]
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOKS_TO_LOOPBACK):
        return [_reason("not_encrypted", _("Only https."))]
    ports = terms().ports
    if port not in ports and not settings.WEBHOOKS_TO_LOOPBACK:
        words = _("The rule allows the ports %(ports)s.") % {"ports": ", ".join(map(str, ports))}
        return [_reason("port", words)]
    return _of_literal(host)


def machine_of(url: str) -> tuple[Machine, str]:
    """Whom to ask, and the path with its query. Raises ValueError for what is no address."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Machine(parts.hostname or "", _port(parts), parts.scheme == "https", allows=is_allowed), path


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _of_literal(host: str) -> list[Reason]:
    """An address in figures is looked at when it is written down; a name when it is called."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        is_here = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
        if is_here and not settings.WEBHOOKS_TO_LOOPBACK:
            return [_reason("not_public", _("This machine is not one of the public net."))]
        return []
    if not is_allowed(host):
        return [_reason("not_public", _("This machine is not one of the public net."))]
    return []


def _reason(code: str, words: str) -> Reason:
    return Reason(code, words, "url")
