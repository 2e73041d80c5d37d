"""Choices of translations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How a text stands in another language."""

    NONE = "none", _("not translated")
    DRAFT = "draft", _("draft")
    IN_APPROVAL = "in_approval", _("in approval")
    CURRENT = "current", _("up to date")
    OUTDATED = "outdated", _("outdated")
    WITHDRAWN = "withdrawn", _("withdrawn")


class SegmentState(models.TextChoices):
    """How one segment stands to its source."""

    NONE = "none", _("not translated")
    OUTDATED = "outdated", _("source changed")
    CURRENT = "current", _("translated")


class How(models.TextChoices):
    """How a wording came about."""

    WRITTEN = "written", _("written")
    KEPT = "kept", _("looked at, kept as it was")
    FOUND = "found", _("found in the draft, written in the editor")
    BROUGHT = "brought", _("brought in by file")
    BESIDE = "beside", _("brought in by file for an older text, kept beside it")


class Order(models.TextChoices):
    """In which order the desk stands."""

    DUE = "due", _("what is due first")
    AGE = "age", _("what has waited longest")
    FEWEST = "fewest", _("fewest words left")
    MOST = "most", _("most words left")
    SITE = "site", _("by site")
    TYPE = "type", _("by kind")
