"""Choices of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What was done with a language of a site."""

    OPENED = "opened", _("opened")
    CLOSED = "closed", _("closed")


class Owed(models.TextChoices):
    """What a site owes in a language from its opening on."""

    NOTHING = "nothing", _("nothing yet: a rule says so later")
    LIKE_ENGLISH = "like_english", _("what it owes in English, within the same time")
