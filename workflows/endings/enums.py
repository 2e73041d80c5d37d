"""Choices of endings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What the second person said of an ending."""

    AGREED = "agreed", _("agreed")
    OBJECTED = "objected", _("objected")


class Way(models.TextChoices):
    """What becomes of what lies under a section that is closed."""

    MOVE = "move", _("moved to another section")
    WITHDRAW = "withdraw", _("withdrawn together")


class ClosingState(models.TextChoices):
    """How far the closing of a section is."""

    RUNNING = "running", _("running")
    STOPPED = "stopped", _("stopped")
    DONE = "done", _("done")
