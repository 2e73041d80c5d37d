"""Choices of the calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """What makes a day another than its weekday."""

    OFF = "off", _("day off")
    WORKED = "worked", _("worked in exchange")
