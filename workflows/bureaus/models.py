"""Files that went out, and files that came back, page by page."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.domains.models import PublicSite
from workflows.bureaus.enums import Format, PageState, Which

PERSON = settings.AUTH_USER_MODEL


class Handout(models.Model):
    """One file that a person took out: what of which site, in which language, by whom, when. Kept for the record.

    `pages` are the numbers of the sources in it, `others` name what is no page. `file` is there only where the worker
    made it, until it is forgotten. It, `done`, `segments`, `words` and `made_at` are filled in by whoever makes the
    file; everything else never changes. Personal data: who.
    """

    public_id = models.UUIDField(_("public id"), unique=True, editable=False)
    by = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("by"), related_name="handouts")
    at = models.DateTimeField(_("at"))
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="handouts")
    title = models.CharField(_("title"), max_length=300)
    locale = models.CharField(_("language"), max_length=20)
    form = models.CharField(_("format"), max_length=10, choices=Format)
    which = models.CharField(_("segments"), max_length=10, choices=Which)
    pages = ArrayField(models.BigIntegerField(), verbose_name=_("pages"))
    others = ArrayField(models.UUIDField(), verbose_name=_("what is no page"), default=list)
    done = models.PositiveIntegerField(_("pages done"), default=0)
    segments = models.PositiveIntegerField(_("number of segments"), default=0)
    words = models.PositiveIntegerField(_("number of words"), default=0)
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)
    file = models.BinaryField(_("file"), null=True, blank=True)

    class Meta:
        verbose_name = _("file for a bureau")
        verbose_name_plural = _("files for bureaus")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.title} {self.locale}"

    @property
    def size(self) -> int:
        """How many texts it is of."""
        return len(self.pages) + len(self.others)


class Delivery(models.Model):
    """Files that a person brought in together, and what he let be taken of them. Changed by this room's actions only.

    `sha256` is that of what was brought. `handout` is the file that went out, where what came back names it. `also` are
    the findings that were taken beside those that are taken by themselves. Personal data: who.
    """

    by = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("by"), related_name="deliveries")
    at = models.DateTimeField(_("at"))
    name = models.CharField(_("name"), max_length=300)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    locale = models.CharField(_("language"), max_length=20)
    handout = models.ForeignKey(
        Handout, models.PROTECT, verbose_name=_("taken out as"), related_name="deliveries", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    also = ArrayField(models.CharField(max_length=20), verbose_name=_("also taken"), default=list)

    class Meta:
        verbose_name = _("delivery of a bureau")
        verbose_name_plural = _("deliveries of bureaus")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


class DeliveredPage(models.Model):
    """One page of a delivery: what the file says (`units`), what that does or did (`findings`, counted in
    `counts`), how far it is.

    `is_known` is whether the person may know of the page: of others nothing is said but their number in the file.
    """

    delivery = models.ForeignKey(Delivery, models.CASCADE, verbose_name=_("delivery"), related_name="pages")
    position = models.PositiveIntegerField(_("position"))
    public_id = models.UUIDField(_("public id"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    is_known = models.BooleanField(_("is known"), default=False)
    name = models.CharField(_("name of the file"), max_length=300, blank=True)
    units = models.JSONField(_("what the file says"))
    findings = models.JSONField(_("findings"), default=list)
    counts = models.JSONField(_("figures"), default=dict)
    state = models.CharField(_("state"), max_length=20, choices=PageState, default=PageState.WAITING)
    message = models.TextField(_("message"), blank=True)

    class Meta:
        verbose_name = _("page of a delivery")
        verbose_name_plural = _("pages of deliveries")
        ordering = ("delivery", "position")
        constraints = (models.UniqueConstraint(fields=("delivery", "position"), name="one_delivered_page_a_position"),)

    def __str__(self) -> str:
        return f"{self.delivery_id}/{self.position} {self.state}"
