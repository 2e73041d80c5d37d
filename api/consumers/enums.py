"""Choices of consumers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a key opens. Reading what is public needs none."""

    RATE = "rate", _("the consumer's own limits of requests")
    CHANGES = "changes", _("follows the changes: how far it has read is kept")


class Act(models.TextChoices):
    """What was done with a consumer."""

    REGISTERED = "registered", _("registered")
    CHANGED = "changed", _("changed")
    ENDED = "ended", _("ended")
    KEY_GRANTED = "key_granted", _("key granted")
    KEY_DRAWN = "key_drawn", _("key handed out")
    KEY_ROTATED = "key_rotated", _("key replaced")
    KEY_ENDED = "key_ended", _("key ended")
    ENDPOINT_ADDED = "endpoint_added", _("webhook added")
    ENDPOINT_CHANGED = "endpoint_changed", _("webhook changed")
    ENDPOINT_ENDED = "endpoint_ended", _("webhook ended")
    SECRET_DRAWN = "secret_drawn", _("secret of a webhook handed out")
    TRIED = "tried", _("test sent")
    REVIVED = "revived", _("webhook begun again")
    REPLAYED = "replayed", _("sent again from a number on")
    GIVEN_UP = "given_up", _("webhook given up: it did not answer")


class State(models.TextChoices):
    """What a key is worth."""

    GRANTED = "granted", _("not handed out yet")
    GOOD = "good", _("holds")
    EXPIRED = "expired", _("expired")
    ENDED = "ended", _("ended")
    UNKNOWN = "unknown", _("not known")
