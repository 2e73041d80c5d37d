"""Choices of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What two texts can disagree about."""

    NUMBER = "number", _("number")
    SUM = "sum", _("sum of money")
    DATE = "date", _("date")
    TIME = "time", _("time of day")
    DOCUMENT = "document", _("number of a document")
    AGENCY = "agency", _("name of an agency")
    PHONE = "phone", _("telephone number")
    MAIL = "mail", _("e-mail address")
    LINK = "link", _("link")
    FILE = "file", _("file")
    PICTURE = "picture", _("picture")
    TERM = "term", _("term of the glossary")


class How(models.TextChoices):
    """In which way they disagree."""

    DIFFERS = "differs", _("differs")
    MISSING = "missing", _("missing in the translation")
    ADDED = "added", _("only in the translation")
    ORDER = "order", _("in another order")


class Treatment(models.TextChoices):
    """What a rule makes of a kind."""

    WARN = "warn", _("only shown")
    BLOCK = "block", _("stops unless declared right")
