"""The addresses at which frontends show drafts, and what is public."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from sites.outside.addresses import is_public
from sites.refusals import Invalid

PLACE = "{token}"


def check_template(template: str) -> None:
    """Invalid for what is no address of a frontend. Empty is right: then our own page shows drafts."""
    if template and (fault := fault_of(template)):
        raise Invalid(fault, code="bad_template", errors={"template": [fault]})


def fault_of(template: str) -> str:
    """What is wrong with a template; "" for a good one."""
    try:
        parts = urlsplit(template)
        host = parts.hostname
        _port = parts.port
    except ValueError:
        return _("This is not an address.")
    if parts.scheme not in ("http", "https") or not host or parts.username or any(one.isspace() for one in template):
        return _("This is not an address.")
    if parts.scheme != "https" and settings.IS_PRODUCTION:
        return _("A frontend shows drafts over https only.")
    if template.count(PLACE) != 1 or PLACE in parts.netloc:
        return _("Write {token} once where the token goes, behind the host name.")
    return ""


def check_public(address: str) -> None:
    """Invalid for what is no beginning of public addresses. Empty is right: then nobody looks at the pages."""
    if address and (fault := _fault_of_public(address)):
        raise Invalid(fault, code="bad_address", errors={"public": [fault]})


def _fault_of_public(address: str) -> str:
    """What is wrong with it as it is written; what its name means is asked at every look."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return _("This is not an address.")
    is_plain = parts.scheme in ("http", "https") and parts.username is None and not parts.query and not parts.fragment
    if not host or not is_plain:
        return _("Write what stands before the path of an item: https and a host name, no ? and no #.")
    if parts.scheme != "https" and settings.IS_PRODUCTION:
        return _("Only https.")
    return "" if _is_name(host) or is_public(host) else _("This machine is not one of the public net.")


def _is_name(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


def filled(template: str, word: str) -> str:
    """The address with a token in it."""
    return template.replace(PLACE, word)


def origin_of(template: str) -> str:
    """Scheme, host and port: what may stand in a frame of the editor."""
    parts = urlsplit(template)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
