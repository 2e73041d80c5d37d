"""Telling a person what a machine suggested, what it did not, and why."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from workflows.machine.actions import Asked

SHOWN = 3


def tell_what_came(request: HttpRequest, asked: Asked) -> None:
    """At the head of the next screen."""
    if asked.taken:
        words = ngettext(
            "%(number)s suggestion has come. It is machine-made: read it, mend it, save it.",
            "%(number)s suggestions have come. They are machine-made: read each, mend it, save it.",
            asked.taken,
        )
        messages.success(request, words % {"number": asked.taken})
    if asked.thrown:
        words = ngettext(
            "%(number)s suggestion was thrown away, because its marks did not come back whole: “%(texts)s”",
            "%(number)s suggestions were thrown away, because their marks did not come back whole: “%(texts)s”",
            len(asked.thrown),
        )
        texts = "”, “".join(text[:60] for text in asked.thrown[:SHOWN])
        messages.warning(request, words % {"number": len(asked.thrown), "texts": texts})
    if asked.kept_back:
        words = ngettext(
            "%(number)s segment was not sent: it holds personal data.",
            "%(number)s segments were not sent: they hold personal data.",
            asked.kept_back,
        )
        messages.info(request, words % {"number": asked.kept_back})
    if asked.fault:
        messages.error(request, asked.fault)
    elif not (asked.taken or asked.thrown or asked.kept_back):
        messages.info(request, _("There is nothing that a machine could be asked."))
