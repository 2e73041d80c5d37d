"""Choices of delegations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DelegationKind(models.TextChoices):
    """Whether an office is handed to somebody, or its holder is away and the stand-ins of the chain act."""

    DELEGATION = "delegation", _("delegation")
    ABSENCE = "absence", _("absence")
