"""What a review points at."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Flag(models.TextChoices):
    """One thing that asks for a second look at a right."""

    NO_BASIS = "no_basis", _("no decision named")
    POST_ENDED = "post_ended", _("the person's post has ended")
    IDLE = "idle", _("not used for long")
    RESTS = "rests", _("account locked")
    TOGETHER = "together", _("offices that are to be separate")
    ENDS_SOON = "ends_soon", _("ends within a month")


class Source(models.TextChoices):
    """Where a right comes from."""

    SEAT = "seat", _("seat")
    POST = "post", _("post")
    ADMINISTRATOR = "administrator", _("administrator of the system")
