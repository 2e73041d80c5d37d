"""Consumers, their keys, what was done with them, how they fare."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from api.consumers.enums import Act, Scope, State
from sites import clock
from sites.domains.models import PublicSite

PERSON = settings.AUTH_USER_MODEL


class Consumer(models.Model):
    """One frontend or other program that reads the API, written by others.

    Kept by administrators, and where a rule says so by those of its one site. Reading needs no registration: it lets a
    reader be known, raises limits and keeps how far a reader has followed. Ended, never deleted. Personal data: who
    answers for it, as an office writes that down.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    owner = models.CharField(
        _("who answers for it"), max_length=200, help_text=_("The agency or company, and the person there.")
    )
    email = models.EmailField(_("e-mail address"), help_text=_("Where faults are told."))
    sites = models.ManyToManyField(
        PublicSite, verbose_name=_("sites"), related_name="consumers", blank=True, help_text=_("None: all of them.")
    )
    languages = ArrayField(
        models.CharField(max_length=20), verbose_name=_("languages"), default=list, blank=True
    )  # none: all of them
    origins = ArrayField(
        models.CharField(max_length=300), verbose_name=_("origins that may send"), default=list, blank=True
    )
    reads_a_minute = models.PositiveIntegerField(_("reads a minute"), null=True, blank=True)
    searches_a_minute = models.PositiveIntegerField(_("searches a minute"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    registered_at = models.DateTimeField(_("registered at"), editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)

    site_codes: list[str]  # of a form: the codes of `sites`

    class Meta:
        verbose_name = _("consumer")
        verbose_name_plural = _("consumers")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Key(models.Model):
    """One key of a consumer. It is granted first, by whoever the rule names, and then handed out: shown once.

    Of the key itself only its beginning and its SHA-256 are kept. Ended, never deleted. Personal data: who did it.
    """

    consumer = models.ForeignKey(Consumer, models.PROTECT, verbose_name=_("consumer"), related_name="keys")
    name = models.CharField(_("what it is for"), max_length=120)
    scopes = ArrayField(
        models.CharField(max_length=20, choices=Scope), verbose_name=_("what it is good for"), default=list, blank=True
    )
    expires_on = models.DateField(_("expires on"))
    granted_at = models.DateTimeField(_("granted at"), editable=False)
    granted_by = models.ForeignKey(
        PERSON, models.PROTECT, verbose_name=_("granted by"), related_name="+", editable=False
    )
    prefix = models.CharField(_("beginning"), max_length=20, blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    drawn_at = models.DateTimeField(_("handed out at"), null=True, editable=False)
    drawn_by = models.ForeignKey(
        PERSON, models.PROTECT, verbose_name=_("handed out to"), related_name="+", null=True, editable=False
    )
    ends_at = models.DateTimeField(_("ends at"), null=True, editable=False)
    used_at = models.DateTimeField(_("last used at"), null=True, editable=False)

    class Meta:
        verbose_name = _("key of a consumer")
        verbose_name_plural = _("keys of consumers")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("prefix",), condition=~Q(prefix=""), name="one_key_a_prefix"),
            models.CheckConstraint(
                condition=Q(prefix="", sha256="", drawn_at__isnull=True) | ~(Q(prefix="") | Q(sha256="")),
                name="key_is_drawn_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.consumer})"

    @property
    def state(self) -> State:
        """What it is worth now."""
        if self.ends_at is not None and self.ends_at <= clock.now():
            return State.ENDED
        if self.expires_on <= clock.today():
            return State.EXPIRED
        return State.GOOD if self.prefix else State.GRANTED


class Record(models.Model):
    """One act with a consumer, its keys and webhooks. INSERT only. `by` is empty for what the system did itself.

    Personal data: who did it.
    """

    consumer = models.ForeignKey(Consumer, models.PROTECT, verbose_name=_("consumer"), related_name="records")
    act = models.CharField(_("act"), max_length=20, choices=Act)
    words = models.CharField(_("in words"), max_length=500, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("by"), related_name="+", null=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("act with a consumer")
        verbose_name_plural = _("acts with consumers")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.act} {self.consumer_id}"


class Usage(models.Model):
    """What one consumer asked within an hour, counted by each process for itself and added up. No personal data.

    `mistaken` are requests that were not understood or not allowed, `held_off` those beyond a limit, `failed` those
    that we could not answer. What is not found, or has ended, counts as answered.
    """

    consumer = models.ForeignKey(Consumer, models.PROTECT, verbose_name=_("consumer"), related_name="usage")
    hour = models.DateTimeField(_("hour"))
    requests = models.PositiveBigIntegerField(_("requests"), default=0)
    mistaken = models.PositiveBigIntegerField(_("mistaken"), default=0)
    held_off = models.PositiveBigIntegerField(_("held off"), default=0)
    failed = models.PositiveBigIntegerField(_("failed"), default=0)

    class Meta:
        verbose_name = _("requests of a consumer")
        verbose_name_plural = _("requests of consumers")
        constraints = (models.UniqueConstraint(fields=("consumer", "hour"), name="one_row_a_consumer_and_hour"),)

    def __str__(self) -> str:
        return f"{self.consumer_id} {self.hour:%Y-%m-%d %H}"


class Trace(models.Model):
    """When a consumer was seen last, and up to which number of the log it has read. No personal data."""

    consumer = models.OneToOneField(
        Consumer, models.PROTECT, verbose_name=_("consumer"), related_name="trace", primary_key=True
    )
    seen_at = models.DateTimeField(_("last seen at"))
    position = models.BigIntegerField(_("has read up to number"), null=True)
    position_at = models.DateTimeField(_("read at"), null=True)

    class Meta:
        verbose_name = _("trace of a consumer")
        verbose_name_plural = _("traces of consumers")

    def __str__(self) -> str:
        return f"{self.consumer_id} {self.seen_at:%Y-%m-%d %H:%M}"
