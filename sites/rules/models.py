"""The regulation as data: documents, and the rules that they set, with dates."""

from django.conf import settings
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sites.clock.days import never_backward, one_a_day, refuse_backward
from sites.domains.models import PublicSite


class LegalBasis(models.Model):
    """One document that rules, boards or chains stand on: a decree, a decision, a draft. No personal data."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=500)
    number = models.CharField(_("number as printed"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.title


class Rule(models.Model):
    """One value of one key, for a site or (site empty) the whole province, on the days [holds_from, holds_to).

    `value` is JSON; `unit` says what it counts ("working_day", "text", "list"). A site's rule beats the province's.
    """

    key = models.CharField(_("key"), max_length=100, db_index=True)
    value = models.JSONField(_("value"))
    unit = models.CharField(_("unit"), max_length=40)
    site = models.ForeignKey(
        PublicSite, models.CASCADE, verbose_name=_("site"), related_name="rules", null=True, blank=True
    )
    basis = models.ForeignKey(LegalBasis, models.PROTECT, verbose_name=_("legal basis"), related_name="rules")
    article = models.CharField(_("article"), max_length=120, blank=True)
    holds_from = models.DateField(_("holds from"), null=True, blank=True)
    holds_to = models.DateField(_("holds until (not included)"), null=True, blank=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ("key", F("site").asc(nulls_first=True), F("holds_from").asc(nulls_first=True))
        constraints = (
            one_a_day("one_rule_a_key_site_and_day", "key", Coalesce("site_id", Value(0)), span="holds"),
            never_backward("rule_ends_after_it_begins", "holds"),
        )

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        """The rule ends after it begins."""
        refuse_backward(self.holds_from, self.holds_to, field="holds_to")


class RuleOverride(models.Model):
    """A rule was set aside in one case: for what, by whom, when and why. INSERT only. Personal data: who did it."""

    rule = models.ForeignKey(Rule, models.PROTECT, verbose_name=_("rule"), related_name="overrides")
    article = models.CharField(_("article"), max_length=120, blank=True)
    subject = models.CharField(_("for what"), max_length=300)
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="rules_set_aside"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("rule set aside")
        verbose_name_plural = _("rules set aside")
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.article} {self.subject}"
