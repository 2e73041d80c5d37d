"""Choices of words in other languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """How the words of a row came about."""

    WRITTEN = "written", _("written")
    KEPT = "kept", _("the meaning of the source stayed the same")
    FOUND = "found", _("written before anything was noted")
    SOURCE = "source", _("a change of the source")
