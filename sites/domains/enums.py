"""Choices of sites and hosts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteKind(models.TextChoices):
    """What kind of site it is (Bình Phước Điều 2; units that take part of their own accord: Điều 16.2)."""

    PORTAL = "portal", _("provincial portal")
    DEPARTMENT = "department", _("site of a department")
    LOCALITY = "locality", _("site of a locality")
    UNIT = "unit", _("site of a public service unit")
    SPECIAL = "special", _("special-purpose site")


class SiteState(models.TextChoices):
    """Whether a site is open."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class HostRole(models.TextChoices):
    """What a host name is to its site. Equal hosts all answer; one is canonical; former ones redirect."""

    CANONICAL = "canonical", _("canonical")
    EQUAL = "equal", _("equal")
    FORMER = "former", _("former")
