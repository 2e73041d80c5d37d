"""Contributors, what they send, the files in it, letters, and what was done with each."""

import uuid
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.media.uploads import plain_name
from cms.news.models import Category
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from workflows.contributions.enums import AccountState, Channel, Consent, ContributorKind, Deed, FileKind, State


class Contributor(models.Model):
    """One person, or one unit's person, who may send to one site; he has no right on any page.

    Opened by the desk, or applied for and confirmed by it. Personal data: everything but the kind; kept for royalties
    and for the credit, shown to the desk of the site alone. `pen_name` is what is printed.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="contributors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("account"),
        related_name="contributor_profiles",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("who"), max_length=20, choices=ContributorKind, default=ContributorKind.CITIZEN)
    full_name = models.CharField(_("full name"), max_length=200)
    pen_name = models.CharField(_("pen name"), max_length=200, blank=True)
    unit_name = models.CharField(_("unit"), max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("agency"), related_name="contributors", null=True, blank=True
    )
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=AccountState, default=AccountState.APPLIED)
    consented_at = models.DateTimeField(_("agreed to the use of his data at"), null=True, blank=True)
    consent_wording = models.TextField(_("what he agreed to"), blank=True)
    applied_at = models.DateTimeField(_("applied at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), related_name="+", null=True, blank=True
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ("full_name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("site", "person"), name="one_profile_a_site_and_person"),
            models.CheckConstraint(
                condition=~Q(state=AccountState.OPEN) | Q(person__isnull=False), name="open_contributor_has_an_account"
            ),
        )
        indexes = (models.Index(fields=("site", "state"), name="contributors_of_site"),)

    def __str__(self) -> str:
        return self.printed_name

    @property
    def printed_name(self) -> str:
        """What the credit says."""
        return self.pen_name or self.full_name


class Contribution(models.Model):
    """One text or set of pictures from outside, from its first draft to what became of it. Never deleted once sent.

    Changed by this room's actions only. `answers` are the fields of the form beyond the common ones, as the rule
    `contributions.forms` names them. Personal data: sender's name, addresses (of those without an account), the text.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("tracking code"), max_length=20, unique=True)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="contributions")
    channel = models.CharField(_("by what way"), max_length=20, choices=Channel)
    form = models.CharField(_("form"), max_length=20)
    contributor = models.ForeignKey(
        Contributor, models.PROTECT, verbose_name=_("contributor"), related_name="contributions", null=True, blank=True
    )
    sender_name = models.CharField(_("sender"), max_length=200, blank=True)
    sender_email = models.EmailField(_("e-mail address of the sender"), blank=True)
    sender_phone = models.CharField(_("telephone of the sender"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True, max_length=1000)
    text = models.TextField(_("text"), blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    credit = models.CharField(_("author's name to print"), max_length=200, blank=True)
    answers = models.JSONField(_("further fields"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    moved_at = models.DateTimeField(_("last moved at"))
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("handled by"), related_name="+", null=True, blank=True
    )
    section = models.ForeignKey(
        Page, models.PROTECT, verbose_name=_("section"), related_name="contributions", null=True, blank=True
    )
    category = models.ForeignKey(
        Category, models.PROTECT, verbose_name=_("category"), related_name="contributions", null=True, blank=True
    )
    page = models.OneToOneField(
        Page, models.PROTECT, verbose_name=_("what it became"), related_name="contribution", null=True, blank=True
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    idempotency_key = models.CharField(_("idempotency key"), max_length=100, blank=True)
    request_sha256 = models.CharField(_("SHA-256 of the request"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("site", "idempotency_key"), condition=~Q(idempotency_key=""), name="one_contribution_a_key"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(sent_at__isnull=False), name="sent_contribution_has_a_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.TAKEN) | Q(page__isnull=False), name="taken_contribution_has_a_page"
            ),
        )
        indexes = (
            models.Index(fields=("site", "state", "-sent_at"), name="contributions_of_site"),
            models.Index(fields=("contributor", "-id"), name="contributions_of_person"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def printed_name(self) -> str:
        """Who is credited."""
        return self.credit or (self.contributor.printed_name if self.contributor else self.sender_name)


def _place(instance: "ContributionFile", filename: str) -> str:
    return f"contributions/{instance.contribution.public_id.hex}/{uuid.uuid4().hex[:8]}-{plain_name(filename)}"


class ContributionFile(models.Model):
    """One file of a contribution, as it came, private for ever. Of a draft it may be taken out; of what was sent not.

    Of a picture: what it shows, whose it is, and what is said about the persons in it. Personal data may be in it.
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, verbose_name=_("contribution"), related_name="files")
    kind = models.CharField(_("kind"), max_length=20, choices=FileKind)
    file = models.FileField(_("file"), upload_to=_place, max_length=200)
    name = models.CharField(_("name of the file"), max_length=255)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    alt = models.CharField(_("description for those who cannot see it"), max_length=255, blank=True)
    author = models.CharField(_("who took it"), max_length=200, blank=True)
    consent = models.CharField(_("persons shown"), max_length=20, choices=Consent, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("file of a contribution")
        verbose_name_plural = _("files of contributions")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """The extension of its name."""
        return PurePosixPath(self.name).suffix.lower().removeprefix(".")


class ContributionDeed(models.Model):
    """What one person did with a contribution, when and why. INSERT only. Personal data: the actor."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, verbose_name=_("contribution"), related_name="deeds")
    deed = models.CharField(_("what"), max_length=20, choices=Deed)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("actor"), related_name="+", null=True, blank=True
    )
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"), blank=True)
    state = models.CharField(_("state after it"), max_length=20, choices=State)

    class Meta:
        verbose_name = _("act on a contribution")
        verbose_name_plural = _("acts on contributions")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.deed} {self.at:%Y-%m-%d %H:%M}"


class Letter(models.Model):
    """An official letter that brought a contribution: number, day, sender, and what its recipient list says.

    `marker` is what stands there ("Công bố trên Trang TTĐT ..."), empty where nothing does. Entered by the desk, never
    changed; `same_as` is an earlier letter of this number, day and issuer.
    """

    contribution = models.OneToOneField(
        Contribution, models.PROTECT, verbose_name=_("contribution"), related_name="letter"
    )
    number = models.CharField(_("number and symbol"), max_length=120)
    issued_on = models.DateField(_("day of the letter"))
    issuer = models.CharField(_("sender"), max_length=300)
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("agency"), related_name="letters", null=True, blank=True
    )
    received_on = models.DateField(_("received on"))
    marker = models.CharField(_("words of the recipient list"), max_length=300, blank=True)
    came_by = models.CharField(_("came by"), max_length=120, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("entered by"), related_name="+"
    )
    same_as = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("same letter as"), related_name="repeated_by", null=True, blank=True
    )

    class Meta:
        verbose_name = _("official letter")
        verbose_name_plural = _("official letters")
        ordering = ("-pk",)
        indexes = (models.Index(fields=("number", "issued_on"), name="letters_by_number"),)

    def __str__(self) -> str:
        return f"{self.number} {self.issued_on:%d/%m/%Y} {self.issuer}"
