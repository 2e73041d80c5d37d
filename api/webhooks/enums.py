"""Choices of webhooks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How an endpoint fares."""

    NO_SECRET = "no_secret", _("waits for its secret to be handed out")
    GOOD = "good", _("delivers")
    BEHIND = "behind", _("catches up")
    FAILING = "failing", _("does not answer, is tried again")
    DEAD = "dead", _("given up")
    ENDED = "ended", _("ended")


class Type(models.TextChoices):
    """What a message is about."""

    CHANGED = "publication.changed", _("changes")
    TEST = "test", _("test")
