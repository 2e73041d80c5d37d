"""Emblem and colours of a site."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cms.identity.contrast import COLOUR, ENOUGH, WHITE, contrast
from cms.media.models import Picture
from sites.domains.models import PublicSite

is_colour = RegexValidator(rf"^{COLOUR.pattern}\Z", _("Write a colour as #rrggbb, for instance #8c1c13."))


class SiteIdentity(models.Model):
    """How one site shows itself. Changed by administrators and by who administers the site; frame, not text.

    A site without a row has the frontend's own emblem and colours. No personal data.
    """

    site = models.OneToOneField(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="identity")
    emblem = models.ForeignKey(
        Picture, models.PROTECT, verbose_name=_("emblem"), related_name="+", null=True, blank=True
    )
    emblem_alt = models.CharField(
        _("description of the emblem"),
        max_length=255,
        blank=True,
        help_text=_("Say what the emblem shows, for those who cannot see it."),
    )
    primary = models.CharField(_("main colour"), max_length=7, blank=True, validators=[is_colour])
    primary_text = models.CharField(_("text on the main colour"), max_length=7, default=WHITE, validators=[is_colour])
    accent = models.CharField(_("second colour"), max_length=7, blank=True, validators=[is_colour])
    accent_text = models.CharField(_("text on the second colour"), max_length=7, default=WHITE, validators=[is_colour])

    class Meta:
        verbose_name = _("identity of a site")
        verbose_name_plural = _("identities of sites")

    def __str__(self) -> str:
        return str(self.site)

    def clean(self) -> None:
        """Emblems are described; colours are readable on white and under their text (WCAG 2.2, 1.1.1 and 1.4.3)."""
        super().clean()
        errors = {}
        if self.emblem and not self.emblem_alt.strip():
            errors["emblem_alt"] = ValidationError(_now("Say what the emblem shows."))
        for name in ("primary", "accent"):
            colour, words = getattr(self, name), getattr(self, f"{name}_text")
            if COLOUR.fullmatch(colour) and (fault := _too_pale(colour, WHITE)):
                errors[name] = fault
            elif COLOUR.fullmatch(colour) and COLOUR.fullmatch(words) and (fault := _too_pale(colour, words)):
                errors[f"{name}_text"] = fault
        if errors:
            raise ValidationError(errors)


def _too_pale(colour: str, other: str) -> ValidationError | None:
    ratio = contrast(colour, other)
    if ratio >= ENOUGH:
        return None
    message = _now("The contrast of %(colour)s and %(other)s is %(ratio)s:1. At least 4.5:1 is needed (WCAG AA).")
    shown = f"{int(ratio * 100) / 100:.2f}"  # rounded down: 4.499 is not 4.5
    return ValidationError(message % {"colour": colour, "other": other, "ratio": shown})
