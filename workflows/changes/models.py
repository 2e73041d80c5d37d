"""Changes that were proposed or done alone, and what a second person said about them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sites.domains.models import PublicSite
from workflows.changes.enums import BY_ANOTHER, Alone, Answer
from workflows.delegation.models import Delegation

PERSON = settings.AUTH_USER_MODEL


class Proposal(models.Model):
    """One change as data, that waits for a second person, or that one person carried out (`alone`).

    Written by the door that all changes pass (`actions.keep_or_let_go`). INSERT only; what became of it is its
    `Verdict`. `offices` and `by_administrators` say who may speak about it, by the rule of its day; `concerned` are the
    people who gain by it and so may not. Personal data: who asked for it, and what the change itself says of people.
    """

    kind = models.CharField(_("kind"), max_length=60)
    site = models.ForeignKey(
        PublicSite, models.PROTECT, verbose_name=_("site"), related_name="proposed_changes", null=True, blank=True
    )
    target = models.CharField(_("target"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=300)
    data = models.JSONField(_("what there was and what is to be"))
    reason = models.TextField(_("reason"), blank=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    holds_from = models.DateField(_("holds from"), null=True, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("by"), related_name="proposed_changes")
    at = models.DateTimeField(_("at"))
    alone = models.CharField(_("why alone"), max_length=20, choices=Alone, blank=True)
    offices = ArrayField(models.CharField(max_length=120), verbose_name=_("offices"), default=list, blank=True)
    by_administrators = models.BooleanField(_("administrators may speak"), default=False)
    concerned = ArrayField(models.IntegerField(), verbose_name=_("who gains by it"), default=list, blank=True)
    article = models.CharField(_("article"), max_length=300, blank=True)
    hours = models.PositiveIntegerField(_("limit in working hours"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("by", "-id"), name="proposals_of_person"),
            models.Index(fields=("expires_at",), name="proposals_expiring"),
        )

    def __str__(self) -> str:
        return self.title


class Verdict(models.Model):
    """How one proposal ended: once, for ever. INSERT only. Nobody approves, refuses or reviews what he did himself.

    `proposed_by` repeats the proposal's person, so that the database itself can refuse that; a trigger compares them.
    `by` is empty for what expired. Personal data: who decided, for whom (`delegation`).
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, verbose_name=_("proposal"), related_name="verdict")
    answer = models.CharField(_("answer"), max_length=20, choices=Answer)
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("proposed by"), related_name="+")
    by = models.ForeignKey(
        PERSON, models.PROTECT, verbose_name=_("by"), related_name="proposals_decided", null=True, blank=True
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, verbose_name=_("delegation"), related_name="+", null=True, blank=True
    )
    at = models.DateTimeField(_("at"))
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("verdict on a change")
        verbose_name_plural = _("verdicts on changes")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(answer__in=BY_ANOTHER) | (Q(by__isnull=False) & ~Q(by=F("proposed_by"))),
                name="change_needs_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.EXPIRED, by__isnull=True) | (~Q(answer=Answer.EXPIRED) & Q(by__isnull=False)),
                name="verdict_on_change_has_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.answer}"
