"""Choices of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """How the forms of a row belong together. `document` beside its short form makes a number: “QĐ 12/2025”."""

    ABBREVIATION = "abbreviation", _("abbreviation")
    DOCUMENT = "document", _("kind of document")
    FORMER = "former", _("former name")
    SAME = "same", _("another word for the same")
