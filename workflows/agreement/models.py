"""Who said of a disagreement between two texts that it is right, and why."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.secrecy.enums import Act


class Affirmation(models.Model):
    """One person said, before one act, that a text is right where it disagrees with the Vietnamese one. INSERT only.

    `subject` names the translation ("page/<public id>/<language>"), `text_sha256` and `source_sha256` are the texts
    that were compared; `points` are the disagreements in words, `prints` their fingerprints: it holds for these alone.
    Personal data: who.
    """

    subject = models.CharField(_("about what"), max_length=120, db_index=True)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    source_sha256 = models.CharField(_("SHA-256 of the Vietnamese text"), max_length=64)
    act = models.CharField(_("before what"), max_length=20, choices=Act)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("who"), related_name="affirmations"
    )
    name = models.CharField(_("name as declared"), max_length=200)
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"))
    article = models.CharField(_("article"), max_length=300, blank=True)
    points = models.JSONField(_("disagreements"))
    prints = ArrayField(models.CharField(max_length=64), verbose_name=_("fingerprints"), default=list)

    class Meta:
        verbose_name = _("word that a disagreement is right")
        verbose_name_plural = _("words that disagreements are right")
        ordering = ("-id",)
        indexes = (models.Index(fields=("text_sha256", "actor"), name="affirmations_of_text"),)

    def __str__(self) -> str:
        return f"{self.name}: {self.subject} {self.at:%Y-%m-%d %H:%M}"
