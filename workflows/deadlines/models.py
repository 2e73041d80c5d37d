"""What was sent because of limits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.changes.models import Proposal
from workflows.deadlines.enums import CallKind
from workflows.passage.models import Passage


class Call(models.Model):
    """One reminder or escalation about one item at one step. INSERT only, in the transaction of its mails.

    `arrived_at` is when the item came to the step: the same step reached again is called again. The unique row is why
    each is sent exactly once, whoever asks and however often. `due_at` is the limit as it was computed then.
    """

    passage = models.ForeignKey(Passage, models.PROTECT, verbose_name=_("passage"), related_name="calls")
    position = models.PositiveSmallIntegerField(_("step"))
    arrived_at = models.DateTimeField(_("at this step since"))
    kind = models.CharField(_("kind"), max_length=20, choices=CallKind)
    due_at = models.DateTimeField(_("due at"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("call about a limit")
        verbose_name_plural = _("calls about limits")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("passage", "position", "arrived_at", "kind"), name="one_call_an_arrival_and_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class ProposalCall(models.Model):
    """One reminder about one proposed change, before or after its limit. INSERT only, in the transaction of its mails.

    The unique row is why each is sent exactly once. `due_at` is the limit as it was computed then.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, verbose_name=_("proposed change"), related_name="calls")
    kind = models.CharField(_("kind"), max_length=20, choices=CallKind)
    due_at = models.DateTimeField(_("due at"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("call about a proposed change")
        verbose_name_plural = _("calls about proposed changes")
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("proposal", "kind"), name="one_call_a_proposal_and_kind"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
