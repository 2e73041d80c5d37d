"""What rows are called in other languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.languages.enums import Origin


class LabelWording(models.Model):
    """What one field of one row says in one language from a moment on, and the Vietnamese of which it was made.

    INSERT only: the newest row of a field and language is what holds, all together are how it came to be. Rows in
    Vietnamese say when the source changed. Written by `actions` and by saving a labelled row; who asked for a change is
    kept with the change. No personal data.
    """

    thing = models.CharField(_("row"), max_length=80)
    field = models.CharField(_("field"), max_length=40)
    locale = models.CharField(_("language"), max_length=20)
    text = models.TextField(_("words"), blank=True)
    source = models.TextField(_("source"), blank=True)
    origin = models.CharField(_("how it came about"), max_length=20, choices=Origin, default=Origin.WRITTEN)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("words of a row in a language")
        verbose_name_plural = _("words of rows in languages")
        ordering = ("id",)
        indexes = (models.Index(fields=("thing", "field", "locale", "id"), name="wording_of_label"),)

    def __str__(self) -> str:
        return f"{self.thing} {self.field} {self.locale}"
