"""Choices of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContributorKind(models.TextChoices):
    """Who contributes."""

    CITIZEN = "citizen", _("citizen")
    UNIT = "unit", _("unit without a site")


class AccountState(models.TextChoices):
    """How far a contributor's account has come."""

    APPLIED = "applied", _("waits for the desk")
    OPEN = "open", _("open")
    REFUSED = "refused", _("refused")
    CLOSED = "closed", _("closed")


class State(models.TextChoices):
    """Where a contribution stands."""

    DRAFT = "draft", _("draft")
    SENT = "sent", _("sent, waits for the desk")
    SORTED = "sorted", _("sorted, under examination")
    TAKEN = "taken", _("taken")
    RETURNED = "returned", _("returned for mending")
    REFUSED = "refused", _("refused")


class Channel(models.TextChoices):
    """By what way it came."""

    ACCOUNT = "account", _("account of a contributor")
    LETTER = "letter", _("official letter")
    API = "api", _("form on a website")


class FileKind(models.TextChoices):
    """What an enclosed file is."""

    MANUSCRIPT = "manuscript", _("text (Word, Writer)")
    PICTURE = "picture", _("picture")
    ORIGINAL = "original", _("original of the letter")
    OTHER = "other", _("enclosure")


class Consent(models.TextChoices):
    """What the contributor says about the persons whom a picture shows (SE-24)."""

    NOBODY = "nobody", _("nobody can be recognised")
    AGREED = "agreed", _("those who can be recognised have agreed")
    PUBLIC = "public", _("taken at a public event or of a person in office")


class Deed(models.TextChoices):
    """What was done with a contribution."""

    WRITE = "write", _("written")
    SEND = "send", _("sent")
    REGISTER = "register", _("entered into the inbox")
    CLAIM = "claim", _("claimed")
    SORT = "sort", _("sorted")
    TAKE = "take", _("taken")
    RETURN = "return", _("returned")
    REFUSE = "refuse", _("refused")
    PUBLISH = "publish", _("published")
