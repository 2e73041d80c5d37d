"""Choices of chains."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StepKind(models.TextChoices):
    """What the person asked at a step does with the item. Forwarding is not approving."""

    APPROVE = "approve", _("approve")
    EDIT_AND_FORWARD = "edit_and_forward", _("edit and forward")
    PUBLISH = "publish", _("approve and publish")
