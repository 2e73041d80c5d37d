"""What was sent to a machine, what it answered, and what it suggested. All of it INSERT only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.domains.models import PublicSite
from workflows.translation.models import Translation


class Sending(models.Model):
    """Words that left the house: whose, how many characters, to which host, when. Written before they leave.

    `title` and `address` are what a list calls something that is no page, and where it is opened. INSERT only.
    Personal data: who asked.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="machine_sendings"
    )
    at = models.DateTimeField(_("at"), db_index=True)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="machine_sendings")
    translation = models.ForeignKey(Translation, models.PROTECT, verbose_name=_("translation"), related_name="+")
    locale = models.CharField(_("language"), max_length=20)
    host = models.CharField(_("host"), max_length=253)
    characters = models.PositiveIntegerField(_("characters"))
    segments = models.PositiveIntegerField(_("number of segments"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("words sent to a machine")
        verbose_name_plural = _("words sent to a machine")
        ordering = ("-id",)
        indexes = (models.Index(fields=("site", "at"), name="sendings_of_site"),)

    def __str__(self) -> str:
        return f"{self.host} {self.characters}"


class Answer(models.Model):
    """What became of a sending: how many suggestions, how many thrown away, or why there are none. INSERT only."""

    sending = models.OneToOneField(
        Sending, models.PROTECT, verbose_name=_("sent"), related_name="answer", primary_key=True
    )
    at = models.DateTimeField(_("at"))
    fault = models.CharField(_("fault"), max_length=40, blank=True)
    said = models.CharField(_("what it said"), max_length=300, blank=True)
    taken = models.PositiveIntegerField(_("suggestions"), default=0)
    thrown = models.PositiveIntegerField(_("thrown away"), default=0)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))

    class Meta:
        verbose_name = _("answer of a machine")
        verbose_name_plural = _("answers of machines")

    def __str__(self) -> str:
        return f"{self.sending_id} {self.fault or self.taken}"


class Suggestion(models.Model):
    """What a machine made of one source of one segment. Stands in no draft. INSERT only. No personal data."""

    sending = models.ForeignKey(Sending, models.PROTECT, verbose_name=_("sent"), related_name="suggestions")
    translation = models.ForeignKey(
        Translation, models.PROTECT, verbose_name=_("translation"), related_name="suggestions"
    )
    key = models.CharField(_("segment"), max_length=200)
    source_sha256 = models.CharField(_("SHA-256 of the source"), max_length=64)
    target = models.TextField(_("translation of the segment"))

    class Meta:
        verbose_name = _("suggestion of a machine")
        verbose_name_plural = _("suggestions of machines")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.translation_id} {self.key}"
