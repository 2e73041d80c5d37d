"""Releases that one person gave alone, and what a second one said about them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from sites.domains.models import PublicSite
from workflows.emergency.enums import Verdict
from workflows.passage.models import Release


class Emergency(models.Model):
    """One emergency release with its reason, and the verdict of a second person, who is never the first.

    Written by the two actions of this room; the verdict is given once. Until when it has to come is computed from the
    rule `emergency.release` and the calendar. Personal data: who did it, who judged it.
    """

    release = models.OneToOneField(Release, models.PROTECT, verbose_name=_("release"), related_name="emergency")
    page = models.ForeignKey(Page, models.PROTECT, verbose_name=_("page"), related_name="emergencies")
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="emergencies")
    title = models.CharField(_("title"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="emergencies")
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"))
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("judged by"),
        related_name="emergencies_judged",
        null=True,
        blank=True,
    )
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("emergency release")
        verbose_name_plural = _("emergency releases")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("by")), name="emergency_needs_a_second_person"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", judged_by__isnull=True, judged_at__isnull=True)
                | (~Q(verdict="") & Q(judged_by__isnull=False, judged_at__isnull=False)),
                name="verdict_has_a_judge",
            ),
        )
        indexes = (models.Index(fields=("site",), condition=Q(verdict=""), name="emergencies_open"),)

    def __str__(self) -> str:
        return f"{self.title} {self.at:%Y-%m-%d %H:%M}"
