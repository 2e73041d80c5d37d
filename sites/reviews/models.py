"""Reviews of rights that were made."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.domains.models import PublicSite


class Review(models.Model):
    """Somebody looked through the rights of a site (none: of the whole province) and says what came of it.

    INSERT only. `lines` and `sha256` are those of the table that was looked at. Personal data: who did it.
    """

    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="reviews", null=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="reviews")
    note = models.CharField(_("what came of it"), max_length=500)
    lines = models.PositiveIntegerField(_("rights looked at"))
    sha256 = models.CharField(_("hash of the table"), max_length=64)

    class Meta:
        verbose_name = _("review of rights")
        verbose_name_plural = _("reviews of rights")
        ordering = ("-id",)
        indexes = (models.Index(fields=("site", "-at"), name="reviews_of_a_site"),)

    def __str__(self) -> str:
        return f"{self.site or '*'} {self.at:%Y-%m-%d}"


class Reminder(models.Model):
    """Those who review a site were reminded of the review that is due on a day: once. No personal data."""

    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="review_reminders")
    due_on = models.DateField(_("due on"))

    class Meta:
        verbose_name = _("reminder of a review")
        verbose_name_plural = _("reminders of reviews")
        constraints = (models.UniqueConstraint(fields=("site", "due_on"), name="one_reminder_a_review"),)

    def __str__(self) -> str:
        return f"{self.site} {self.due_on}"
