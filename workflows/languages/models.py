"""Which languages were opened and closed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.domains.models import PublicSite
from workflows.languages.enums import Act


class LanguageAct(models.Model):
    """A language of a site was opened, or closed: by whom, on which basis. INSERT only. Personal data: who.

    Which languages are open is said by `SiteHome` alone.
    """

    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="language_acts")
    locale = models.CharField(_("language"), max_length=20)
    act = models.CharField(_("act"), max_length=20, choices=Act)
    basis = models.CharField(_("legal basis"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("opening or closing of a language")
        verbose_name_plural = _("openings and closings of languages")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.site.code} {self.locale} {self.act}"
