"""Choices of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a term names. Agencies are not among them: their names stand in the register of agencies."""

    POST = "post", _("post")
    DOCUMENT = "document", _("kind of document")
    PLACE = "place", _("place")
    BODY = "body", _("body or unit of a kind")
    PHRASE = "phrase", _("set phrase")
