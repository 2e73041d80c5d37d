"""Choices of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What somebody is about to do when he declares that a text is no secret."""

    SUBMIT = "submit", _("submitting")
    APPROVE = "approve", _("approving")
    PUBLISH = "publish", _("publishing")
    SEND = "send", _("sending from outside")


class Where(models.TextChoices):
    """How a word has to stand to mean something: "MẬT" is a stamp, "bảo mật" is not."""

    STAMP = "stamp", _("stamp")
    CAPITALS = "capitals", _("in capitals")
    PHRASE = "phrase", _("anywhere")
    NOTE = "note", _("alone on its line")
    NUMBER = "number", _("number of a document")
