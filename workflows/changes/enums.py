"""Choices of proposed changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Alone(models.TextChoices):
    """Why one person carried a change out at once."""

    RULE = "rule", _("the rule asks for one person")
    TAKING_AWAY = "taking_away", _("it only takes away")
    FIRST = "first", _("there is no second person yet")


class Answer(models.TextChoices):
    """How a proposal ended, or what was said about an act of one person."""

    APPROVED = "approved", _("approved and carried out")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back by who proposed it")
    STALE = "stale", _("out of date")
    EXPIRED = "expired", _("expired")
    REVIEWED = "reviewed", _("looked at by a second person")


BY_ANOTHER = (Answer.APPROVED, Answer.REFUSED, Answer.REVIEWED)
