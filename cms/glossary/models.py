"""Terms and what they are called in other languages."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.glossary.enums import Kind
from sites.clock.days import HeldModel, never_backward
from sites.domains.models import PublicSite


class Term(HeldModel):
    """One Vietnamese term and its words in one other language, between two days: of the province, or of one site.

    Those of the province are read from its data and kept by administrators, those of a site by its administrator.
    `also` are further words that are right too, one a line. Ended, never deleted. No personal data.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(
        PublicSite,
        models.PROTECT,
        verbose_name=_("site"),
        related_name="terms",
        null=True,
        blank=True,
        help_text=_("Left empty, the term is one of the whole province."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PHRASE)
    vi = models.CharField(_("Vietnamese term"), max_length=200)
    language = models.CharField(_("language"), max_length=20, default="en")
    words = models.CharField(_("words in that language"), max_length=300)
    also = models.TextField(
        _("also right"), blank=True, help_text=_("Further words that are right as well, one a line."), max_length=2000
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("vi", "language", "pk")
        constraints = (
            never_backward("term_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=("site", "language", "vi", "held_from"),
                nulls_distinct=False,
                name="one_term_a_beginning",
                violation_error_message=_("This term stands in the glossary already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.vi} – {self.words}"

    @property
    def forms(self) -> tuple[str, ...]:
        """Every wording that is right, the one to be used first."""
        return (self.words, *(line.strip() for line in self.also.splitlines() if line.strip()))
