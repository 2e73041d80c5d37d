"""Translations, every wording that somebody gave a segment, and of which source each released translation was made."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from sites.domains.models import PublicSite
from workflows.passage.models import Release
from workflows.translation.enums import How


class Translation(models.Model):
    """One text in one language that is a translation. Changed by this room's actions only.

    `source_sha256` names the text of the source to which every segment was seen to correspond; `shaped_after` is the
    state of the source in whose structure the draft stands. `page` is empty once a draft has been deleted: the wordings
    stay, and a new draft finds them. Personal data: who handles it.
    """

    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    source_locale = models.CharField(_("language of the source"), max_length=20)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="translations")
    page = models.OneToOneField(
        Page, models.SET_NULL, verbose_name=_("page"), related_name="as_translation", null=True, blank=True
    )
    source_sha256 = models.CharField(_("SHA-256 of the source"), max_length=64, blank=True)
    shaped_after = models.ForeignKey(
        Revision, models.SET_NULL, verbose_name=_("shaped after"), related_name="+", null=True, blank=True
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("handled by"),
        related_name="translations_handled",
        null=True,
        blank=True,
    )
    handled_since = models.DateTimeField(_("handled since"), null=True, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("public_id", "locale"), name="one_translation_a_text"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale}"


class Wording(models.Model):
    """What one person wrote for one segment, and the source as it was then. INSERT only. Personal data: who.

    The newest of a segment is its wording; all of a site together are its memory. Nothing a person wrote is ever
    lost, whatever becomes of the source.
    """

    translation = models.ForeignKey(Translation, models.PROTECT, verbose_name=_("translation"), related_name="wordings")
    locale = models.CharField(_("language"), max_length=20)
    key = models.CharField(_("segment"), max_length=200)
    shape = models.CharField(_("shape"), max_length=120)
    source = models.TextField(_("source"))
    source_sha256 = models.CharField(_("SHA-256 of the source"), max_length=64)
    target = models.TextField(_("translation of the segment"))
    how = models.CharField(_("how"), max_length=20, choices=How, default=How.WRITTEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="wordings")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("wording of a segment")
        verbose_name_plural = _("wordings of segments")
        ordering = ("translation", "id")
        indexes = (
            models.Index(fields=("translation", "key", "-id"), name="wording_of_segment"),
            models.Index(fields=("locale", "source_sha256"), name="wording_of_source"),
            GinIndex(fields=("source",), opclasses=("gin_trgm_ops",), name="wording_like_source"),
        )

    def __str__(self) -> str:
        return f"{self.translation_id} {self.key}"


class Counterpart(models.Model):
    """Of which text of the source a released translation was made. INSERT only, beside its release."""

    release = models.OneToOneField(
        Release, models.PROTECT, verbose_name=_("release"), related_name="counterpart", primary_key=True
    )
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    source_sha256 = models.CharField(_("SHA-256 of the source"), max_length=64)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("source of a released translation")
        verbose_name_plural = _("sources of released translations")

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale} {self.source_sha256[:12]}"


class MeaningKept(models.Model):
    """A change of a source left its meaning as it was, by what was said and by the rule: translations stay up to date.

    INSERT only, beside its release.
    """

    release = models.OneToOneField(
        Release, models.PROTECT, verbose_name=_("release"), related_name="meaning_kept", primary_key=True
    )
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change that kept the meaning")
        verbose_name_plural = _("changes that kept the meaning")

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale}"


class Size(models.Model):
    """How many words one text of a first language has, in all and segment by segment. Made of that text alone.

    Written by `sizes` when the text is released or its translation is begun; it can be thrown away and made again.
    `segments` begin the hashes of its segments.
    """

    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, primary_key=True)
    words = models.PositiveIntegerField(_("number of words"))
    segments = ArrayField(models.CharField(max_length=12), verbose_name=_("segments"))
    counts = ArrayField(models.PositiveIntegerField(), verbose_name=_("words of each segment"))

    class Meta:
        verbose_name = _("number of words of a text")
        verbose_name_plural = _("numbers of words of texts")

    def __str__(self) -> str:
        return f"{self.text_sha256[:12]} {self.words}"
