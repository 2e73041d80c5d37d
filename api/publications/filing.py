"""What lists read beside `Current`: under what each page is filed (ADR 36)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Filed(models.Model):
    """That a live page is filed under a filter key (`Current.terms`): one narrow row for each of its keys.

    Triggers on `Current` alone write it, by the function `publications_filed`, and not when only a frame changes. What
    lists and the archive compare stands in its two indexes, of a site (the primary key) and of all. No personal data.
    """

    pk = models.CompositePrimaryKey("site", "term", "locale", "sort_at", "public_id")
    term = models.TextField(_("filter key"), db_collation="C")
    site = models.UUIDField(_("public id of the site"))
    locale = models.CharField(_("language"), max_length=20)
    type = models.CharField(_("type"), max_length=40)
    sort_at = models.DateTimeField(_("sorted by"))
    month = models.DateField(_("month in Viet Nam"))
    public_id = models.UUIDField(_("public id"))
    current = models.ForeignKey(
        "api_publications.Current",
        models.DO_NOTHING,
        verbose_name=_("current version"),
        related_name="+",
        db_constraint=False,  # triggers keep it; an index by it would serve nobody else
        db_index=False,
    )

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        indexes = (
            models.Index(
                fields=("term", "locale", "-sort_at", "-public_id"),
                include=("site", "type", "month", "current"),
                name="filed_newest_of_all",
            ),
        )

    def __str__(self) -> str:
        return f"{self.term} {self.public_id} {self.locale}"
