"""The addresses at which frontends show drafts."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

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


def filled(template: str, word: str) -> str:
    """The address with a token in it."""
    return template.replace(PLACE, word)


def origin_of(template: str) -> str:
    """Scheme, host and port: what may stand in a frame of the editor."""
    parts = urlsplit(template)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
