"""What search reads beside `Current`: rows to look through, words of files, words taken for the same, all words."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from api.publications.enums import Reading


class Findable(models.Model):
    """What search looks through: one narrow row for each live page, written by a trigger on `Current` alone (ADR 0011).

    `plain` holds the words without accents, `exact` with them, `lead` those of title and tags without; `files` those of
    its files, where they have been read (`FileText`). No personal data but what text and files hold.
    """

    current = models.OneToOneField(
        "api_publications.Current",
        models.DB_CASCADE,
        verbose_name=_("current version"),
        related_name="+",
        primary_key=True,
    )
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    site = models.UUIDField(_("public id of the site"))
    type = models.CharField(_("type"), max_length=40)
    agency = models.UUIDField(_("public id of the agency"), null=True)
    year = models.SmallIntegerField(_("year"), null=True)
    sort_at = models.DateTimeField(_("sorted by"))
    scope = ArrayField(models.BigIntegerField(), verbose_name=_("site and sites above it"))
    terms = ArrayField(models.TextField(), verbose_name=_("filter keys"))
    lead = SearchVectorField(_("title and tags"))
    plain = SearchVectorField(_("words without accents"))
    exact = SearchVectorField(_("words with accents"))
    files = SearchVectorField(_("words of its files"), null=True)

    class Meta:
        verbose_name = _("row of the search")
        verbose_name_plural = _("rows of the search")
        indexes = (
            # read far more often than written: nothing waits in a list that every search would have to go through
            GinIndex(fields=("lead",), name="findable_lead", fastupdate=False),
            GinIndex(fields=("plain",), name="findable_plain", fastupdate=False),
            GinIndex(fields=("files",), name="findable_files", fastupdate=False),
            GinIndex(fields=("terms",), name="findable_terms", fastupdate=False),
            models.Index(fields=("site", "locale", "-sort_at"), name="findable_newest_of_site"),
            models.Index(fields=("locale", "-sort_at"), name="findable_newest_of_all"),
        )

    def __str__(self) -> str:
        return f"{self.type} {self.public_id} {self.locale}"


class FileText(models.Model):
    """The words of one public file. A trigger on `Current` enters the file, the worker reads it; it goes with the last
    item that shows it. Can be thrown away and read again. May hold personal data, as the file does.
    """

    name = models.CharField(_("public name"), max_length=80, primary_key=True)
    state = models.CharField(_("state"), max_length=20, choices=Reading, db_default=Reading.WAITING)
    text = models.TextField(_("words"), blank=True, db_default="")
    reader = models.PositiveSmallIntegerField(_("number of the reader"), db_default=0)

    class Meta:
        verbose_name = _("words of a file")
        verbose_name_plural = _("words of files")
        indexes = (models.Index(fields=("name",), condition=Q(state="waiting"), name="files_to_be_read"),)

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class Alike(models.Model):
    """One group of words that search takes for the same, as requests see it. Made by the drain from `cms.synonyms` and
    the register of agencies; all rows have the same `version`, another number by chance whenever one differs.
    """

    version = models.BigIntegerField(_("version of what is said"))
    locale = models.CharField(_("language"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20)
    words = models.TextField(_("long form or name of today"))
    others = ArrayField(models.TextField(), verbose_name=_("other forms"))
    held_from = models.DateField(_("from"), null=True)
    held_to = models.DateField(_("until (not included)"), null=True)
    since = models.DateField(_("renamed on"), null=True)
    basis = models.TextField(_("legal basis"), blank=True)

    class Meta:
        verbose_name = _("words taken for the same")
        verbose_name_plural = _("words taken for the same")

    def __str__(self) -> str:
        return f"{self.words} – {', '.join(self.others)}"


class Vocable(models.Model):
    """One word of what can be found, or two that stand side by side: by this, words that are written wrongly are known.

    `shown` is how it is written most often, `count` in how many items. Counted anew by the worker
    (`api.publications.vocabulary`). No personal data but what the texts hold.
    """

    locale = models.CharField(_("language"), max_length=20)
    plain = models.TextField(_("without accents"))
    shown = models.TextField(_("as it is written"))
    count = models.IntegerField(_("items"))

    class Meta:
        verbose_name = _("word of the index")
        verbose_name_plural = _("words of the index")
        constraints = (models.UniqueConstraint(fields=("locale", "plain"), name="one_vocable_a_language"),)

    def __str__(self) -> str:
        return f"{self.shown} ({self.count})"
