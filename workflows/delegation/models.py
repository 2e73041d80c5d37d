"""Delegations and absences."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from sites.accounts.models import Held, Post, Seat
from sites.clock.days import one_a_day, refuse_backward
from workflows.delegation.enums import DelegationKind

PERSON = settings.AUTH_USER_MODEL
IS_DELEGATION = Q(kind=DelegationKind.DELEGATION)


class Delegation(models.Model):
    """An office handed to somebody (ủy quyền), or a person away (vắng mặt), on the days [held_from, held_to).

    A delegation is of one post or seat of the giver, wholly or for what lies under one page (a home: one site; a
    section: one channel), and wholly or for one `part`: a step of a chain (`boards.steps.part_of`) or a kind of content
    (the name of its public type). Who is handed a step decides there and does nothing else in that office. An absence
    is of the person. Written by this room's actions only; ended, never deleted.
    Personal data: who, for whom, when, why. Kon Tum, Sở Xây dựng Điều 12.2, 12.3; Quảng Ninh Điều 5.2.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=DelegationKind, default=DelegationKind.DELEGATION)
    giver = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("whose office"), related_name="delegations_given")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("post"), related_name="delegations", null=True, blank=True
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, verbose_name=_("seat"), related_name="delegations", null=True, blank=True
    )
    section = models.ForeignKey(
        Page, models.PROTECT, verbose_name=_("only for"), related_name="delegations", null=True, blank=True
    )
    part = models.CharField(_("only this step or kind of content"), max_length=80, blank=True)
    to = models.ForeignKey(
        PERSON, models.PROTECT, verbose_name=_("to whom"), related_name="delegations", null=True, blank=True
    )
    held_from = models.DateField(_("from"))
    held_to = models.DateField(_("until (not included)"), null=True, blank=True)
    decision = models.CharField(_("decision number or basis"), max_length=300)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("recorded by"), related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    ended_by = models.ForeignKey(
        PERSON, models.PROTECT, verbose_name=_("ended by"), related_name="+", null=True, blank=True
    )
    end_reason = models.CharField(_("reason of the end"), max_length=300, blank=True)

    objects = Held.as_manager()

    class Meta:
        verbose_name = _("delegation or absence")
        verbose_name_plural = _("delegations and absences")
        ordering = ("-held_from", "-id")
        constraints = (
            models.CheckConstraint(
                condition=(
                    IS_DELEGATION
                    & Q(to__isnull=False)
                    & (Q(post__isnull=True, seat__isnull=False) | Q(post__isnull=False, seat__isnull=True))
                )
                | (
                    ~IS_DELEGATION
                    & Q(to__isnull=True, post__isnull=True, seat__isnull=True, section__isnull=True, part="")
                ),
                name="delegation_of_one_office_to_one_person",
            ),
            models.CheckConstraint(
                condition=Q(to__isnull=True) | ~Q(to=F("giver")), name="delegation_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(held_to__isnull=True) | Q(held_to__gte=F("held_from")),  # equal: taken back the same day
                name="delegation_ends_after_it_begins",
            ),
            one_a_day(
                "one_delegation_of_an_office_a_day",
                "kind",
                "giver",
                Coalesce("post_id", Value(0)),
                Coalesce("seat_id", Value(0)),
                Coalesce("section_id", Value(0)),
                "part",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.giver}"

    @property
    def handed(self) -> Post | Seat | None:
        """The post or seat that is handed over; None for an absence."""
        return self.post or self.seat

    @property
    def is_absence(self) -> bool:
        """Whether somebody is away; else his office is handed to somebody."""
        return self.kind == DelegationKind.ABSENCE

    def clean(self) -> None:
        """It ends after it begins."""
        refuse_backward(self.held_from, self.held_to, field="held_to")
