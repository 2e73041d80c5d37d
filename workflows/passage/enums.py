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
    REPLACED = "replaced", _("replaced by something else")
    GONE = "gone", _("no longer there")
    REDIRECT = "redirect", _("moved to another address")
    EXPIRED = "expired", _("expired")
    UNLAWFUL = "unlawful", _("unlawful")
    SECRET = "secret", _("state secret")
    PERSONAL = "personal", _("personal data")


WITHHELD = frozenset({WithdrawalKind.UNLAWFUL, WithdrawalKind.SECRET, WithdrawalKind.PERSONAL})


class PassageState(models.TextChoices):
    """How far an item is on its way."""

    IN_PROGRESS = "in_progress", _("in progress")
    RETURNED = "returned", _("returned")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")


class DecisionKind(models.TextChoices):
    """What one person did with an item."""

    SUBMIT = "submit", _("submitted")
    APPROVE = "approve", _("approved")
    FORWARD = "forward", _("edited and forwarded")
    PUBLISH = "publish", _("approved and published")
    ENTER = "enter", _("entered and published")
    RETURN = "return", _("returned")
    CANCEL = "cancel", _("cancelled")
