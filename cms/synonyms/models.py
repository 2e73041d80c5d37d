"""Words that search takes for the same, as data: one row a group."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.synonyms.enums import Kind
from sites.clock.days import HeldModel, never_backward
from sites.languages.codes import SOURCE


class Synonym(HeldModel):
    """One group of forms of the same, in one language, for the whole province: who looks for one finds the others.

    `words` is the long form, or the name of today; `also` holds the short forms, or the former names, one a line.
    Former names do not find each other. Read from the data of the province and kept by administrators. Ended, never
    deleted. No personal data.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ABBREVIATION)
    language = models.CharField(_("language"), max_length=20, default=SOURCE)
    words = models.CharField(
        _("long form or name of today"), max_length=200, help_text=_("As it is written out, without abbreviations.")
    )
    also = models.TextField(
        _("short forms or former names"), max_length=2000, help_text=_("One a line: UBND. Readers find them alike.")
    )
    since = models.DateField(
        _("renamed on"), null=True, blank=True, help_text=_("For former names: the day from which the new one holds.")
    )
    basis = models.CharField(
        _("legal basis"), max_length=300, blank=True, help_text=_("For former names: number and date of the decision.")
    )

    class Meta:
        verbose_name = _("word for search")
        verbose_name_plural = _("words for search")
        ordering = ("words", "kind", "pk")
        constraints = (
            never_backward("synonym_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=("kind", "language", "words", "held_from"),
                nulls_distinct=False,
                name="one_synonym_a_beginning",
                violation_error_message=_("These words stand in the list already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.words} – {', '.join(self.others)}"

    @property
    def others(self) -> tuple[str, ...]:
        """The other forms, in their order."""
        return tuple(line.strip() for line in self.also.splitlines() if line.strip())
