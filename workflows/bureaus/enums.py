"""Choices of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """In which form a file goes out."""

    PO = "po", _("PO (gettext): Poedit, OmegaT, Trados, memoQ")
    XLIFF = "xliff", _("XLIFF 2.1: Trados, memoQ, Okapi")


class Scope(models.TextChoices):
    """How much of a site goes out."""

    PAGE = "page", _("this page alone")
    BELOW = "below", _("all that stands on the desk from here on down; of a site, its names too")
    NAMES = "names", _("names and titles of a site alone")


class Which(models.TextChoices):
    """Which segments go out."""

    OPEN = "open", _("only what is not translated or whose source has changed")
    ALL = "all", _("everything")


class PageState(models.TextChoices):
    """How far a page of a file is."""

    WAITING = "waiting", _("is being compared")
    COMPARED = "compared", _("compared")
    TO_WRITE = "to_write", _("is being written")
    WRITTEN = "written", _("written into the draft")
    REFUSED = "refused", _("nothing written")


class Finding(models.TextChoices):
    """What one segment of a file does."""

    TAKEN = "taken", _("goes into the draft")
    KEPT = "kept", _("looked at, kept as it was")
    UNFINISHED = "unfinished", _("marked as not finished, or repeats the source")
    OLDER = "older", _("made for an older source: kept in the memory")
    NEWER = "newer", _("written here meanwhile: kept in the memory")
    BARRED = "barred", _("in approval: kept in the memory")
    UNKNOWN = "unknown", _("no longer in the source: kept in the memory")
    MARKS = "marks", _("marks are wrong: not taken")
    TOO_LONG = "too_long", _("too long for its field: not taken")
    SAME = "same", _("nothing new")
    EMPTY = "empty", _("empty")


WRITES = frozenset({Finding.TAKEN, Finding.KEPT})
BESIDE = frozenset({Finding.OLDER, Finding.NEWER, Finding.UNKNOWN, Finding.BARRED})
SILENT = frozenset({Finding.SAME, Finding.EMPTY})
