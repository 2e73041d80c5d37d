"""What became of publications where the public reads them, and up to where the log was followed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from api.preview.models import PreviewAddress
from api.publications.models import Version
from api.receipts.enums import Fault, State

OPEN = Q(ended_at__isnull=True)


class Receipt(models.Model):
    """One publication at one place: our own address (no `frontend`), or the pages of a frontend of the site.

    Made from the log, filled in by the worker alone, forgotten by age. `since` is the moment of the decision that the
    version carries out; `made_at` when looking for it began; `seen_at` when the public address first showed it;
    `alarmed_at` stays when an alarm closes itself. `place` is what is asked there: the worker spares one that does not
    answer. No personal data.
    """

    version = models.ForeignKey(Version, models.PROTECT, verbose_name=_("version"), related_name="receipts")
    frontend = models.ForeignKey(
        PreviewAddress, models.PROTECT, verbose_name=_("frontend"), related_name="receipts", null=True, blank=True
    )
    place = models.CharField(_("place"), max_length=60)
    since = models.DateTimeField(_("decided at"))
    made_at = models.DateTimeField(_("looked for since"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.WAITING)
    tries = models.PositiveIntegerField(_("looks in vain"), default=0)
    next_try_at = models.DateTimeField(_("next look at"))
    seen_at = models.DateTimeField(_("seen at"), null=True)
    alarmed_at = models.DateTimeField(_("alarm at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    fault = models.CharField(_("why it was not seen"), max_length=20, choices=Fault, blank=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("version", "place"), name="one_receipt_a_place"),
            models.CheckConstraint(
                condition=(Q(state=State.VISIBLE) & Q(seen_at__isnull=False) & ~OPEN)
                | (Q(state=State.SUPERSEDED, seen_at__isnull=True) & ~OPEN)
                | Q(state=State.WAITING, seen_at__isnull=True, ended_at__isnull=True)
                | Q(state=State.ALARM, seen_at__isnull=True, alarmed_at__isnull=False),
                name="receipt_says_how_it_ended",
            ),
        )
        indexes = (
            models.Index(fields=("next_try_at",), condition=OPEN, name="receipts_due"),
            models.Index(fields=("place", "tries", "-version"), condition=OPEN, name="receipts_open_at_place"),
            models.Index(fields=("ended_at",), name="receipts_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.place} {self.state}"


class Reach(models.Model):
    """The one row that says up to which number of the log there are receipts. Written by the worker alone."""

    position = models.BigIntegerField(_("followed up to number"))

    class Meta:
        verbose_name = _("reach of receipts")
        verbose_name_plural = _("reach of receipts")

    def __str__(self) -> str:
        return str(self.position)
