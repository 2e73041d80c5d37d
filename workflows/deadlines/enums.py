"""Choices of limits."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallKind(models.TextChoices):
    """What was sent because of a limit."""

    REMINDER = "reminder", _("reminder")
    ESCALATION = "escalation", _("escalation")


class Urgency(models.TextChoices):
    """How an item stands to its limit."""

    OVERDUE = "overdue", _("overdue")
    NEAR = "near", _("due soon")
    IN_TIME = "in_time", _("in time")
    UNLIMITED = "unlimited", _("no limit")
