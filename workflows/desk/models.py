"""What people of a desk agree on among themselves, and what each of them has read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from workflows.desk.enums import Priority
from workflows.passage.models import Passage


class Claim(models.Model):
    """One of those who are asked has taken an item upon himself (nhận xử lý). Personal data: who.

    It names the step and the arrival: when the item moves on it is void, and so it is when its holder may not decide
    any more. Others who are asked may still decide; they see who handles it.
    """

    passage = models.OneToOneField(Passage, models.PROTECT, verbose_name=_("passage"), related_name="claim")
    position = models.PositiveSmallIntegerField(_("step"))
    arrived_at = models.DateTimeField(_("at this step since"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="claims"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("handed over by"),
        related_name="claims_given",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.passage_id} {self.person}"


class Mark(models.Model):
    """How pressing an item is, set by one who decides in its chain. Personal data: who."""

    passage = models.OneToOneField(Passage, models.PROTECT, verbose_name=_("passage"), related_name="mark")
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="marks")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("priority of an item")
        verbose_name_plural = _("priorities of items")

    def __str__(self) -> str:
        return f"{self.passage_id} {self.priority}"


class Reading(models.Model):
    """One person opened one version of a text at the desk. INSERT only. Personal data: who, when."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="readings"
    )
    page = models.ForeignKey(Page, models.CASCADE, verbose_name=_("page"), related_name="readings")
    revision = models.ForeignKey(Revision, models.CASCADE, verbose_name=_("revision"), related_name="readings")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = (models.UniqueConstraint(fields=("person", "revision"), name="one_reading_a_version"),)
        indexes = (models.Index(fields=("person", "page", "-id"), name="readings_of_page"),)

    def __str__(self) -> str:
        return f"{self.person} {self.revision_id}"
