"""Choices of receipts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What has become of one publication at one place where it is read."""

    WAITING = "waiting", _("is being looked for")
    VISIBLE = "visible", _("can be read")
    SUPERSEDED = "superseded", _("a newer version came before it was seen")
    ALARM = "alarm", _("cannot be read")


class Fault(models.TextChoices):
    """Why a look found nothing. `sites.outside.wire` knows the first ones."""

    TIMEOUT = "timeout", _("it did not answer in time")
    UNKNOWN_HOST = "unknown_host", _("its name is not known in the net")
    UNREACHABLE = "unreachable", _("it cannot be reached")
    NOT_TRUSTED = "not_trusted", _("it has no certificate that is trusted")
    NOT_ALLOWED = "not_allowed", _("its name leads into a net that is not public")
    BUSY = "busy", _("it asked to be left alone for a while")
    BROKEN = "broken", _("it answers with a fault of its own")
    REFUSED = "refused", _("it does not show the item")
    SILENT = "silent", _("it does not say which version it shows")
    OTHER = "other", _("it shows another version")
    NO_HOST = "no_host", _("the site has no host name")
    NOT_ASKED = "not_asked", _("its pages are no longer looked at")
