"""Choices of the register of agencies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Membership(models.TextChoices):
    """Whether an agency has to take part in the portal (Bình Phước Điều 16)."""

    MANDATORY = "mandatory", _("mandatory member")
    ENCOURAGED = "encouraged", _("encouraged member")
