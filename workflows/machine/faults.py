"""What goes wrong with a server, in words for a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sites.outside.wire import Fault

WORDS: dict[str, str | Promise] = {
    "timeout": _("%(server)s did not answer in time."),
    "out_of_time": _("The time for one request is over. Ask again for the rest."),
    "unknown_host": _("The name %(server)s is not known in the net."),
    "unreachable": _("%(server)s cannot be reached."),
    "not_trusted": _("%(server)s has no certificate that is trusted. Nothing was sent."),
    "not_allowed": _(
        "%(server)s lies in a net that is not public and that whoever operates this system has not listed. "
        "Nothing was sent."
    ),
    "busy": _("%(server)s has too much to do now. Try again later."),
    "redirected": _("%(server)s sends on to another address. That is not followed."),
    "denied": _("%(server)s does not take the key of this system."),
    "server_fault": _("%(server)s has met a fault."),
    "refused_there": _("%(server)s has refused the request."),
    "not_understood": _("What %(server)s answered is not understood."),
    "too_large": _("What %(server)s answered is too large."),
    "wrong_number": _("%(server)s gave back another number of texts than it got. None was taken."),
    "unknown_pair": _("%(server)s does not translate between these languages."),
    "budget": _("The budget of the site for this month does not suffice for the rest."),
}


def words_of(fault: Fault, server: str) -> str:
    """The fault in words, with what the server says about it."""
    words = str(WORDS[fault.code]) % {"server": server}
    return f"{words} ({fault.said})" if fault.said else words


def words_of_code(code: str, server: str) -> str:
    """The fault of an answer that was kept; nothing for none."""
    return str(WORDS.get(code, "")) % {"server": server} if code else ""
