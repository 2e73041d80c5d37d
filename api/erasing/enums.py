"""What a second person says about an erasure that was asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """Said once."""

    CONFIRMED = "confirmed", _("erased")
    REFUSED = "refused", _("not erased")
