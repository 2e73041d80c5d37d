"""Closed lists of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Importance(models.TextChoices):
    """How much a notice asks for attention."""

    NORMAL = "normal", _("normal")
    IMPORTANT = "important", _("important")
    URGENT = "urgent", _("urgent")
