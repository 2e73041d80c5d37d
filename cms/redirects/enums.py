"""Choices of redirects."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.IntegerChoices):
    """What readers' programs are told."""

    FOR_GOOD = 301, _("for good (301)")
    FOR_A_WHILE = 302, _("for a while (302)")
