"""Choices of posts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostKind(models.TextChoices):
    """What a post is in its agency, whatever its title there."""

    HEAD = "head", _("head")
    DEPUTY_HEAD = "deputy_head", _("deputy head")
    STAFF = "staff", _("staff")
