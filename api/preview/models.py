"""Who may see which draft until when, at which addresses frontends show drafts, and who has read them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from api.preview.enums import Outcome, PermitKind, Way, Why
from sites.domains.models import PublicSite
from workflows.bundles.models import Bundle

PERSON = settings.AUTH_USER_MODEL


class PreviewAddress(models.Model):
    """Where the frontend of one site and language shows drafts, and where what is public.

    `template` empty: our own plain page shows drafts. `public` empty: nobody looks whether the frontend shows what was
    published (`api.receipts`). Kept by administrators and those of the site, through two persons; emptying is one
    person's. No personal data.
    """

    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="preview_addresses")
    locale = models.CharField(_("language"), max_length=20, help_text=_("Code of a language of the site: vi, en."))
    template = models.CharField(
        _("address of drafts"),
        max_length=500,
        blank=True,
        help_text=_(
            "With {token} where the token goes, for instance https://xemtruoc.example.gov.vn/preview?token={token}."
            " Left empty: the plain page of this system."
        ),
    )

    public = models.URLField(
        _("address of what is public"),
        max_length=300,
        blank=True,
        help_text=_(
            "What stands before the path of an item, for instance https://sotaichinh.example.gov.vn. After each"
            " publication the page is fetched and its receipt compared. Left empty: the pages are not looked at."
        ),
    )

    class Meta:
        verbose_name = _("address of a frontend")
        verbose_name_plural = _("addresses of frontends")
        ordering = ("site", "locale")
        constraints = (
            models.UniqueConstraint(
                fields=("site", "locale"),
                name="one_preview_address_a_language",
                violation_error_message=_("This language of the site has an address already; change that one."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.site} ({self.locale})"


class Permit(models.Model):
    """These drafts may be seen until then, because this person opened them: for himself, or by a link for another.

    Written by this room's actions. What it is for never changes; a link is used once, a permit is revoked once.
    `sha256` is that of the word in a link; the word itself is kept nowhere. Personal data: who, and for whom.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=PermitKind)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="preview_permits")
    bundle = models.ForeignKey(
        Bundle, models.PROTECT, verbose_name=_("bundle"), related_name="preview_permits", null=True, blank=True
    )
    by = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("opened by"), related_name="preview_permits")
    at = models.DateTimeField(_("opened at"))
    expires_at = models.DateTimeField(_("until"))
    recipient = models.CharField(_("for whom"), max_length=200, blank=True)
    purpose = models.CharField(_("what for"), max_length=300, blank=True)
    sha256 = models.CharField(_("SHA-256 of the link"), max_length=64, unique=True, null=True, blank=True)
    used_at = models.DateTimeField(_("link opened at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        PERSON, models.PROTECT, verbose_name=_("revoked by"), related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("permit to see a draft")
        verbose_name_plural = _("permits to see drafts")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=PermitKind.OWN, sha256__isnull=True, recipient="", used_at__isnull=True)
                | (Q(kind=PermitKind.LINK, sha256__isnull=False) & ~Q(recipient="")),
                name="preview_link_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="preview_is_revoked_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("site", "-id"), name="preview_permits_of_site"),)

    def __str__(self) -> str:
        return self.recipient if self.kind == PermitKind.LINK else str(self.by)


class PermitText(models.Model):
    """One draft of a permit: which page, which revision by its number, which text. Never changes. No personal data."""

    permit = models.ForeignKey(Permit, models.PROTECT, verbose_name=_("permit"), related_name="texts")
    position = models.PositiveSmallIntegerField(_("position"))
    page = models.ForeignKey(
        Page, models.SET_NULL, verbose_name=_("page"), related_name="preview_texts", null=True, blank=True
    )
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    revision = models.BigIntegerField(_("number of the revision"), db_index=True)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)

    class Meta:
        verbose_name = _("draft of a permit")
        verbose_name_plural = _("drafts of a permit")
        ordering = ("permit", "position")
        constraints = (models.UniqueConstraint(fields=("permit", "position"), name="one_draft_a_position"),)

    def __str__(self) -> str:
        return f"{self.permit_id}/{self.position} {self.public_id} {self.locale}"


class Token(models.Model):
    """What a frontend shows to get the drafts of a permit: short-lived. Only its SHA-256 is kept. No personal data."""

    permit = models.ForeignKey(Permit, models.PROTECT, verbose_name=_("permit"), related_name="tokens")
    sha256 = models.CharField(_("SHA-256 of the token"), max_length=64, unique=True)
    at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("preview token")
        verbose_name_plural = _("preview tokens")

    def __str__(self) -> str:
        return f"{self.permit_id} {self.expires_at:%Y-%m-%d %H:%M:%S}"


class Reading(models.Model):
    """One time that somebody read a draft, or was refused: by which permit, which text, when, why not. INSERT only.

    Who it was, the permit says: its maker, or for whom the link is. No address of a machine is kept. Personal data:
    through the permit.
    """

    permit = models.ForeignKey(Permit, models.PROTECT, verbose_name=_("permit"), related_name="readings")
    at = models.DateTimeField(_("at"))
    way = models.CharField(_("where"), max_length=20, choices=Way)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    why = models.CharField(_("why not"), max_length=20, choices=Why, blank=True)
    public_id = models.UUIDField(_("public id"), null=True, blank=True)
    locale = models.CharField(_("language"), max_length=20, blank=True)
    revision = models.BigIntegerField(_("number of the revision"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading of a draft")
        verbose_name_plural = _("readings of drafts")
        ordering = ("-id",)
        indexes = (models.Index(fields=("public_id", "locale", "-id"), name="preview_readings_of_text"),)

    def __str__(self) -> str:
        return f"{self.permit_id} {self.outcome} {self.at:%Y-%m-%d %H:%M}"


class UnknownTry(models.Model):
    """How many unknown tokens and links were tried in one hour. Counted, because nothing is known of them."""

    hour = models.DateTimeField(_("hour"), unique=True)
    count = models.PositiveIntegerField(_("how many"), default=0)

    class Meta:
        verbose_name = _("hour with unknown tokens")
        verbose_name_plural = _("hours with unknown tokens")
        ordering = ("-hour",)

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H:%M} {self.count}"
