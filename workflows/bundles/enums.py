"""Choices of bundles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BundleState(models.TextChoices):
    """How far a bundle is. What was returned or taken off its way is open again."""

    OPEN = "open", _("being put together")
    UNDER_WAY = "under_way", _("waits for approval")
    SCHEDULED = "scheduled", _("approved, waits for its moment")
    PUBLISHED = "published", _("public")
    WITHDRAWN = "withdrawn", _("taken back")
    ABANDONED = "abandoned", _("given up")


class ActKind(models.TextChoices):
    """What was done with a bundle. What the desks decided about its items stands in their decisions as well."""

    OPENED = "opened", _("opened")
    CHANGED = "changed", _("changed")
    ADDED = "added", _("item added")
    REMOVED = "removed", _("item removed")
    ORDERED = "ordered", _("item moved")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    CANCELLED = "cancelled", _("taken off its way")
    SCHEDULED = "scheduled", _("approved")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("taken back from the public")
    ABANDONED = "abandoned", _("given up")
