"""Many sites to be opened one after another: the order, and a line for each site."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LineState(models.TextChoices):
    """How far a line is."""

    WAITING = "waiting", _("waiting")
    OPENED = "opened", _("opened")
    FAILED = "failed", _("failed")


class OpeningBatch(models.Model):
    """Sites that one administrator ordered to be opened, with the list as it was given. Kept for the record."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="opening_batches"
    )
    source = models.TextField(_("list as it was given"))
    made_at = models.DateTimeField(_("ordered at"))

    class Meta:
        verbose_name = _("opening of many sites")
        verbose_name_plural = _("openings of many sites")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class OpeningLine(models.Model):
    """One site of a batch: its plan, and what became of it. Changed by the job only. No personal data."""

    batch = models.ForeignKey(OpeningBatch, models.CASCADE, verbose_name=_("batch"), related_name="lines")
    position = models.PositiveIntegerField(_("position"))
    line = models.PositiveIntegerField(_("line of the list"))
    code = models.CharField(_("code"), max_length=60)
    plan = models.JSONField(_("plan"))
    state = models.CharField(_("state"), max_length=20, choices=LineState, default=LineState.WAITING)
    message = models.TextField(_("message"), blank=True)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)

    class Meta:
        verbose_name = _("site of a batch")
        verbose_name_plural = _("sites of a batch")
        ordering = ("batch", "position")
        constraints = (models.UniqueConstraint(fields=("batch", "position"), name="one_line_a_position"),)

    def __str__(self) -> str:
        return f"{self.code} {self.state}"
