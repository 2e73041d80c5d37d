"""Kinds of permits, and how a reading went."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PermitKind(TextChoices):
    """For whom a draft was opened."""

    OWN = "own", _("for oneself")
    LINK = "link", _("link for one opening")


class Way(TextChoices):
    """Where a draft was asked for."""

    API = "api", _("frontend")
    PLAIN = "plain", _("plain page")
    LINK = "link", _("link opened")


class Outcome(TextChoices):
    """Whether the draft was shown."""

    ANSWERED = "answered", _("shown")
    REFUSED = "refused", _("refused")


class Why(TextChoices):
    """Why a draft was not shown."""

    UNKNOWN = "unknown", _("The link or token is not known.")
    EXPIRED = "expired", _("The time for the preview is over.")
    REVOKED = "revoked", _("The preview was ended.")
    USED = "used", _("The link was opened once already.")
    PUBLISHED = "published", _("The text has been published; read it on the site.")
    WITHDRAWN = "withdrawn", _("The text has been withdrawn since.")
    SUPERSEDED = "superseded", _("There is a newer draft.")
    CHANGED = "changed", _("The draft was changed since.")
    GONE = "gone", _("The draft is not there any more.")
    MAKER = "maker", _("Who opened the preview may not read the draft any more.")
    HELD = "held", _("The text cannot be shown as it would be published.")
