"""Declarations that a text is no secret, finds that stopped one, and who cleared them."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from sites.domains.models import PublicSite
from workflows.secrecy.enums import Act


class Declaration(models.Model):
    """One person declared, before one act, that this text is no secret. INSERT only. Personal data: who.

    `subject` names what it is about ("page/<public id>/<language>", or what a room above calls its own); `text_sha256`
    is the text that he saw; `wording` is what he ticked, as the rule said it that day.
    """

    subject = models.CharField(_("about what"), max_length=120, db_index=True)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    act = models.CharField(_("before what"), max_length=20, choices=Act)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("who"),
        related_name="secrecy_declarations",
        null=True,
        blank=True,
    )
    name = models.CharField(_("name as declared"), max_length=200)
    at = models.DateTimeField(_("at"))
    wording = models.TextField(_("wording"))
    article = models.CharField(_("article"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("declaration that a text is no secret")
        verbose_name_plural = _("declarations that a text is no secret")
        ordering = ("-id",)
        indexes = (models.Index(fields=("text_sha256", "actor"), name="declarations_of_text"),)

    def __str__(self) -> str:
        return f"{self.name}: {self.subject} {self.at:%Y-%m-%d %H:%M}"


class Stop(models.Model):
    """Words or stamps of secrecy stopped something on its way. INSERT only; the find's words are kept in `findings`.

    `prints` are the fingerprints of the finds, so that a clearance holds for these alone. Personal data: who.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="secrecy_stops")
    page = models.ForeignKey(
        Page, models.PROTECT, verbose_name=_("page"), related_name="secrecy_stops", null=True, blank=True
    )
    subject = models.CharField(_("about what"), max_length=120, db_index=True)
    title = models.CharField(_("title"), max_length=300)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("whose act was stopped"),
        related_name="secrecy_stops",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("at"))
    findings = models.JSONField(_("finds"))
    prints = ArrayField(models.CharField(max_length=64), verbose_name=_("fingerprints"), default=list)

    class Meta:
        verbose_name = _("stop for secrecy")
        verbose_name_plural = _("stops for secrecy")
        ordering = ("-id",)
        indexes = (models.Index(fields=("site", "-id"), name="stops_of_site"),)

    def __str__(self) -> str:
        return f"{self.title} {self.at:%Y-%m-%d %H:%M}"


class Clearance(models.Model):
    """A person entitled by rule said that the finds of a stop are no secret, why and on what basis. INSERT only."""

    stop = models.OneToOneField(Stop, models.PROTECT, verbose_name=_("stop"), related_name="clearance")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="secrecy_clearances"
    )
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"))
    basis = models.CharField(_("basis"), max_length=300)

    class Meta:
        verbose_name = _("clearance of a stop")
        verbose_name_plural = _("clearances of stops")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.stop}: {self.by}"
