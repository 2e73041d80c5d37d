"""Choices of passages, releases and withdrawals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReleaseKind(models.TextChoices):
    """Because of what a text may be public."""

    APPROVAL = "approval", _("approval")
    OPENING = "opening", _("opening of a site")
    IMPORT = "import", _("import")
    EMERGENCY = "emergency", _("emergency")


class Cause(models.TextChoices):
    """What a published version is to the one before it, as readers see it in the history."""

    FIRST = "first", _("first publication")
    MINOR = "minor", _("minor change")
    CORRECTION = "correction", _("correction")
    SUPPLEMENT = "supplement", _("supplement")


class WithdrawalKind(models.TextChoices):
    """Why a thing is public no longer. The last three are answered with a bare `withheld`."""

    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")
    UNLAWFUL = "unlawful", _("unlawful")
    SECRET = "secret", _("state secret")
    PERSONAL = "personal", _("personal data")
