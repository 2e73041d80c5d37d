"""Agencies, their kinds, their names of the day, who came before and after them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sites.agencies.enums import Membership
from sites.clock.days import (
    Days,  # noqa: F401 - migrations name it here
    HeldModel,
    never_backward,
    one_a_day,
    refuse_backward,
)


class AgencyKind(models.Model):
    """One kind of agency (People's Committee, department, centre ...): reference data, no personal data."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("kind of agency")
        verbose_name_plural = _("kinds of agency")
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name_vi


class Agency(models.Model):
    """One agency, for as long as it exists. Changed by administrators. Holds no personal data.

    A head is who holds that post on that day (`accounts.Post`), not a field. Names lie in `AgencyName`.
    `valid_from` is the first day, `valid_to` the first day on which it no longer exists.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.ForeignKey(AgencyKind, models.PROTECT, verbose_name=_("kind"), related_name="agencies")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("parent agency"), related_name="children", null=True, blank=True
    )
    membership = models.CharField(_("membership"), max_length=20, choices=Membership, default=Membership.MANDATORY)
    membership_basis = models.CharField(_("basis of the membership"), max_length=300, blank=True)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("exists until (not included)"), null=True, blank=True)
    address_vi = models.CharField(_("address in Vietnamese"), max_length=300, blank=True)
    address_en = models.CharField(_("address in English"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ("code",)
        constraints = (never_backward("agency_ends_after_it_begins", "valid"),)

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """The agency ends after it begins."""
        refuse_backward(self.valid_from, self.valid_to, field="valid_to")


class AgencyName(HeldModel):
    """The names of one agency between two days ([held_from, held_to)). Items keep the agency's name of their day."""

    agency = models.ForeignKey(Agency, models.CASCADE, verbose_name=_("agency"), related_name="names")
    name_vi = models.CharField(_("name in Vietnamese"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    abbreviation_vi = models.CharField(_("abbreviation in Vietnamese"), max_length=40, blank=True)
    abbreviation_en = models.CharField(_("abbreviation in English"), max_length=40, blank=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("name of an agency")
        verbose_name_plural = _("names of agencies")
        ordering = ("agency", F("held_from").asc(nulls_first=True))
        constraints = (
            one_a_day("agency_has_one_name_a_day", "agency"),
            never_backward("agency_name_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return self.name_vi


class Succession(models.Model):
    """One agency came after another on a day, with the decision that says so."""

    predecessor = models.ForeignKey(Agency, models.CASCADE, verbose_name=_("predecessor"), related_name="followed_by")
    successor = models.ForeignKey(Agency, models.CASCADE, verbose_name=_("successor"), related_name="preceded_by")
    on = models.DateField(_("on"))
    basis = models.CharField(_("legal basis"), max_length=300)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = (
            models.UniqueConstraint(fields=("predecessor", "successor"), name="one_succession_a_pair"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="nobody_succeeds_himself"),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
