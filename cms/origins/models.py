"""Snapshots of texts of other sites."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from sites.agencies.models import Agency
from sites.domains.models import PublicSite


class Origin(models.Model):
    """One text of one site as it stood when another site took it over. INSERT only. Holds no personal data.

    The source is (`public_id`, `locale`) of `site`; `text_sha256` names its text and `revision` holds it. `unit` is the
    name of the agency that is credited, as it was called on that day, in the language of the text. Written by
    `workflows.promotion`; a page that was made from it names it in every revision.
    """

    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="origins")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="origins")
    unit = models.CharField(_("credited unit"), max_length=300)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    revision = models.ForeignKey(Revision, models.PROTECT, verbose_name=_("revision"), related_name="origins")
    taken_at = models.DateTimeField(_("taken over at"))

    class Meta:
        verbose_name = _("origin of a copy")
        verbose_name_plural = _("origins of copies")
        indexes = (models.Index(fields=("public_id", "locale"), name="origin_of_thing"),)

    def __str__(self) -> str:
        return f"{self.unit}, {self.taken_at:%d/%m/%Y}"
