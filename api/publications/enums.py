"""Choices of the publication log."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What kind of thing a version is about."""

    PAGE = "page", _("page")
    SITE = "site", _("site")
    NAVIGATION = "navigation", _("navigation")
    ADDRESS = "address", _("address that leads elsewhere")


class State(models.TextChoices):
    """What the public finds. Live beats redirect, redirect beats withdrawn, withdrawn beats gone."""

    LIVE = "live", _("live")
    REDIRECT = "redirect", _("redirect")
    WITHDRAWN = "withdrawn", _("withdrawn")
    GONE = "gone", _("gone")


class Priority(models.IntegerChoices):
    """In which order marks are worked off: what somebody changed, then what follows from it."""

    DIRECT = 0, _("direct")
    FAN_OUT = 1, _("fan-out")
    FOLLOWING = 2, _("following")


class AlarmKind(models.TextChoices):
    """What an operator has to look at."""

    HELD = "held", _("held: public text is not the one that was released")
    UNEXPLAINED = "unexplained", _("ended without a withdrawal")


class Reading(models.TextChoices):
    """What has become of the words of a file."""

    WAITING = "waiting", _("to be read")
    READ = "read", _("read")
    SILENT = "silent", _("holds no words")
    REFUSED = "refused", _("cannot be read")
