"""Erasures that were asked for, and what a second person said."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from api.erasing.enums import Verdict
from api.publications.models import Version
from sites.domains.models import PublicSite
from workflows.passage.enums import WithdrawalKind


class Erasure(models.Model):
    """One text that somebody asked to have erased: which version, on what ground and basis, and the verdict.

    Written by the actions of this room; the verdict is given once, by another person. It holds nothing of the text.
    Personal data: who asked, who judged.
    """

    version = models.ForeignKey(Version, models.PROTECT, verbose_name=_("version"), related_name="erasures")
    page = models.ForeignKey(Page, models.PROTECT, verbose_name=_("page"), related_name="erasures")
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="erasures")
    kind = models.CharField(_("ground"), max_length=20, choices=WithdrawalKind)
    basis = models.CharField(_("legal basis"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by"), related_name="erasures_asked"
    )
    at = models.DateTimeField(_("asked at"))
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("judged by"),
        related_name="erasures_judged",
        null=True,
        blank=True,
    )
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("by")), name="erasure_needs_a_second_person"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", judged_by__isnull=True, judged_at__isnull=True)
                | (~Q(verdict="") & Q(judged_by__isnull=False, judged_at__isnull=False)),
                name="erasure_verdict_has_a_judge",
            ),
            models.UniqueConstraint(fields=("version",), condition=Q(verdict=""), name="one_open_erasure_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.at:%Y-%m-%d %H:%M}"
