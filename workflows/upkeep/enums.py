"""Choices of keeping translations up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """What a reminder is about."""

    OWED = "owed", _("a translation that is owed")
    QUESTION = "question", _("a translation whose source is gone")


class RoundState(models.TextChoices):
    """How far the texts have been looked through."""

    RUNNING = "running", _("running")
    STOPPED = "stopped", _("stopped")
    DONE = "done", _("done")


class RoundPart(models.TextChoices):
    """What is looked through at the moment."""

    PAGES = "pages", _("pages")
    NAMES = "names", _("names")
