"""The portal and its component sites, the languages that they have opened, and their host names."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Locale, Page, Site

from sites.agencies.models import Agency
from sites.clock.days import HeldModel, never_backward, one_a_day
from sites.domains.enums import HostRole, SiteKind, SiteState


class PublicSite(models.Model):
    """One site that the public reads: the portal, or a component site. Made by `provisioning` only.

    No personal data but the name of the responsible person, which the law publishes (TT 32/2017 Điều 16).
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SiteKind)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="sites")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("parent site"), related_name="children", null=True, blank=True
    )
    name_vi = models.CharField(_("name in Vietnamese"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    wagtail_site = models.OneToOneField(Site, models.PROTECT, verbose_name=_("Wagtail site"), related_name="public")
    collection = models.OneToOneField(
        Collection, models.PROTECT, verbose_name=_("collection of pictures and files"), related_name="public_site"
    )
    state = models.CharField(_("state"), max_length=20, choices=SiteState, default=SiteState.OPEN)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("successor"), related_name="predecessors", null=True, blank=True
    )
    responsible_person = models.CharField(_("responsible person"), max_length=200, blank=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=120, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(fields=("kind",), condition=Q(kind=SiteKind.PORTAL), name="one_portal"),
            models.CheckConstraint(
                condition=Q(state=SiteState.OPEN, closed_on__isnull=True)
                | Q(state=SiteState.CLOSED, closed_on__isnull=False),
                name="closed_site_has_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.name_vi


class SiteHome(models.Model):
    """One language that a site has opened, and its home page (a child of Root). `position` 0 is the first language."""

    site = models.ForeignKey(PublicSite, models.CASCADE, verbose_name=_("site"), related_name="homes")
    locale = models.ForeignKey(Locale, models.PROTECT, verbose_name=_("language"), related_name="+")
    home = models.OneToOneField(Page, models.PROTECT, verbose_name=_("home page"), related_name="site_home")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("home of a site")
        verbose_name_plural = _("homes of sites")
        ordering = ("site", "position")
        constraints = (
            models.UniqueConstraint(fields=("site", "locale"), name="one_home_a_language"),
            models.UniqueConstraint(fields=("site", "position"), name="one_language_a_position"),
        )

    def __str__(self) -> str:
        return f"{self.site.code}-{self.locale.language_code}"


class Host(models.Model):
    """One host name of a site, lower case, without port. A name belongs to one site, for ever."""

    site = models.ForeignKey(PublicSite, models.CASCADE, verbose_name=_("site"), related_name="hosts")
    hostname = models.CharField(_("host name"), max_length=253, unique=True)
    role = models.CharField(_("role"), max_length=20, choices=HostRole, default=HostRole.EQUAL)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    reason = ""  # of a form: why this name although a rule asks for another (kept in `sites.rules.RuleOverride`)

    class Meta:
        verbose_name = _("host name")
        verbose_name_plural = _("host names")
        ordering = ("site", "hostname")
        constraints = (
            models.UniqueConstraint(fields=("site",), condition=Q(role=HostRole.CANONICAL), name="one_canonical_host"),
            models.CheckConstraint(
                condition=Q(hostname__regex=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"), name="host_is_plain"
            ),
        )

    def __str__(self) -> str:
        return self.hostname


class ProvinceDomain(HeldModel):
    """One domain that the province holds on the days [held_from, held_to); hosts of its sites stand under it.

    Kept by administrators: a merger brings another one, and the old one runs on for a while. No personal data.
    """

    name = models.CharField(_("domain"), max_length=253)
    basis = models.CharField(_("legal basis"), max_length=300)

    class Meta:
        verbose_name = _("domain of the province")
        verbose_name_plural = _("domains of the province")
        ordering = ("name", F("held_from").asc(nulls_first=True))
        constraints = (
            one_a_day("one_row_a_domain_and_day", "name"),
            never_backward("domain_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(name__regex=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"), name="domain_is_plain"
            ),
        )

    def __str__(self) -> str:
        return self.name
