"""Choices of the desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Priority(models.IntegerChoices):
    """How pressing an item is; the higher comes first."""

    NORMAL = 0, _("normal")
    URGENT = 1, _("urgent")
    VERY_URGENT = 2, _("very urgent")


class Tab(models.TextChoices):
    """The parts of the desk."""

    WAITING = "waiting", _("Waiting for me")
    CHANGES = "changes", _("Proposed changes")
    RETURNED = "returned", _("Came back")
    SENT = "sent", _("What I submitted")
    STANDING_IN = "standing-in", _("I stand in for")
    NOTICES = "notices", _("Notices")
