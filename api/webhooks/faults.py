"""Why nothing was delivered, in words for a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "timeout": _("It did not answer in time."),
    "unknown_host": _("Its name is not known in the net."),
    "unreachable": _("It cannot be reached."),
    "not_trusted": _("It has no certificate that is trusted. Nothing was sent."),
    "not_allowed": _("Its name leads into a net that is not public. Nothing was sent."),
    "redirected": _("It sends on to another address. That is not followed."),
}


def words_of(code: str) -> str:
    """The words for a fault; empty for none."""
    return str(WORDS.get(code, code))
