"""What was sent about limits of translations, what was answered, and which texts use an old term."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.glossary.models import Term
from sites.domains.models import PublicSite
from workflows.deadlines.enums import CallKind
from workflows.passage.models import Withdrawal
from workflows.upkeep.enums import About, RoundPart, RoundState


class Call(models.Model):
    """One reminder or escalation about one text in one language. INSERT only, in the transaction of its mails.

    `since` is when the change became public that sets the limit, or when the source went: another one is another
    matter. The unique row is why each is sent exactly once. `due_at` is the limit as it was reckoned then.
    """

    about = models.CharField(_("about"), max_length=20, choices=About)
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    since = models.DateTimeField(_("since"))
    kind = models.CharField(_("kind"), max_length=20, choices=CallKind)
    due_at = models.DateTimeField(_("due at"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("call about a translation")
        verbose_name_plural = _("calls about translations")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("public_id", "locale", "about", "since", "kind"), name="one_call_a_translation_and_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale} {self.kind}"


class Kept(models.Model):
    """A translation stays public though its source was withdrawn: who said so, why. INSERT only. Personal data: who."""

    withdrawal = models.ForeignKey(
        Withdrawal, models.PROTECT, verbose_name=_("withdrawal of the source"), related_name="translations_kept"
    )
    page = models.ForeignKey(Page, models.PROTECT, verbose_name=_("translation"), related_name="kept")
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    reason = models.TextField(_("reason"), max_length=2000)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="translations_kept"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("translation kept without its source")
        verbose_name_plural = _("translations kept without their sources")
        constraints = (
            models.UniqueConstraint(fields=("withdrawal", "locale"), name="one_answer_a_withdrawal_and_language"),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale}"


class Round(models.Model):
    """The public translations are looked through once because the glossary changed, batch after batch, by the worker.

    Changed by `rounds` only. Pages come first, then what is no page: `last` is the number of the page where it stands,
    `last_name` the row. Personal data: who changed the glossary.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="rounds_of_terms"
    )
    site = models.ForeignKey(
        PublicSite, models.PROTECT, verbose_name=_("site"), related_name="rounds_of_terms", null=True, blank=True
    )
    language = models.CharField(_("language"), max_length=20)
    terms = models.ManyToManyField(Term, verbose_name=_("terms"), related_name="rounds")
    before = models.JSONField(_("words as they were"), default=dict)
    at = models.DateTimeField(_("at"))
    total = models.PositiveIntegerField(_("number of texts"), default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    part = models.CharField(_("part"), max_length=20, choices=RoundPart, default=RoundPart.PAGES)
    last = models.BigIntegerField(_("last text"), default=0)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=RoundState, default=RoundState.RUNNING)
    fault = models.TextField(_("why it stopped"), blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("round because of changed terms")
        verbose_name_plural = _("rounds because of changed terms")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.language} {self.done}/{self.total}"


class Mark(models.Model):
    """One public translation, or one name, that does not use a term as the glossary has it. INSERT only.

    Of a page it names the text that was found; it stands as long as that text is public. Of what is no page it names
    the row (`thing`) and the newest of what was noted of its words; it stands as long as nothing newer is noted. Either
    ends when somebody has looked at it; so it need not be taken away.
    """

    round = models.ForeignKey(Round, models.PROTECT, verbose_name=_("round"), related_name="marks")
    page = models.ForeignKey(
        Page, models.PROTECT, verbose_name=_("page"), related_name="marks_of_terms", null=True, blank=True
    )
    thing = models.CharField(_("row"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    newest = models.BigIntegerField(_("newest of its words"), default=0)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="marks_of_terms")
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    words = ArrayField(models.CharField(max_length=600), verbose_name=_("terms"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("translation with an old term")
        verbose_name_plural = _("translations with old terms")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("round", "page"), name="one_mark_a_round_and_text"),
            models.UniqueConstraint(
                fields=("round", "thing"), condition=~Q(thing=""), name="one_mark_a_round_and_name"
            ),
            models.CheckConstraint(condition=Q(page__isnull=False) ^ ~Q(thing=""), name="mark_of_a_page_or_a_name"),
        )
        indexes = (models.Index(fields=("site", "locale"), name="marks_of_site"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale}"

    @property
    def heading(self) -> str:
        """How a list names it."""
        return self.page.title if self.page else self.title


class Look(models.Model):
    """Somebody looked at a text with an old term and found it right as it is. INSERT only. Personal data: who."""

    mark = models.OneToOneField(Mark, models.PROTECT, verbose_name=_("mark"), related_name="look", primary_key=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="looks_at_terms"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("look at an old term")
        verbose_name_plural = _("looks at old terms")

    def __str__(self) -> str:
        return str(self.mark_id)
