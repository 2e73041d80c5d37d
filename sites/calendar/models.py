"""Days that are other than their weekday says."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.calendar.enums import DayKind
from sites.rules.models import LegalBasis


class CalendarDay(models.Model):
    """One day off, or one day worked in exchange (hoán đổi ngày nghỉ), with the decision that says so.

    Entered and ended by administrators, never deleted: while `ended_at` is empty it counts. `is_provisional`: computed,
    not announced yet (Bộ luật Lao động 2019 Điều 112.3). No personal data.
    """

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=DayKind)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    basis = models.ForeignKey(LegalBasis, models.PROTECT, verbose_name=_("legal basis"), related_name="calendar_days")
    number = models.CharField(_("article or number of the decision"), max_length=120, blank=True)
    is_provisional = models.BooleanField(_("not announced yet"), default=False)
    entered_at = models.DateTimeField(_("entered at"), editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ("-day", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("day",),
                condition=Q(ended_at__isnull=True),
                name="one_exception_a_day",
                violation_error_message=_("This day is in the calendar already; end that entry first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name_vi}"
