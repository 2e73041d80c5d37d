"""What a second person said of an ending, and the closing of sections."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from sites.domains.models import PublicSite
from workflows.endings.enums import ClosingState, Verdict, Way
from workflows.passage.models import Withdrawal


class Review(models.Model):
    """What a second person, who is never the first, said of an ending. INSERT only. Personal data: who.

    An objection brings nothing back: what ended returns by a new passage alone.
    """

    withdrawal = models.OneToOneField(Withdrawal, models.PROTECT, verbose_name=_("ending"), related_name="review")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("ended by"), related_name="+")
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    comment = models.TextField(_("comment"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="reviews_of_endings"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("second look at an ending")
        verbose_name_plural = _("second looks at endings")
        constraints = (
            models.CheckConstraint(condition=~Q(by=F("ended_by")), name="ending_reviewed_by_a_second_person"),
        )

    def __str__(self) -> str:
        return f"{self.withdrawal_id} {self.verdict}"


class Closing(models.Model):
    """One section was closed, and what lay below it moved or withdrawn, batch after batch. Changed by `closing` only.

    What is still to be done follows from the tree, so that going on after a fault does nothing twice. Personal data:
    who closed it.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True)
    section = models.ForeignKey(Page, models.PROTECT, verbose_name=_("section"), related_name="closings")
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="closings")
    title = models.CharField(_("title"), max_length=300)
    way = models.CharField(_("way"), max_length=20, choices=Way)
    target = models.ForeignKey(
        Page, models.PROTECT, verbose_name=_("to this section"), related_name="+", null=True, blank=True
    )
    reason = models.TextField(_("reason"))
    notice = models.CharField(_("notice for readers"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="closings")
    at = models.DateTimeField(_("at"))
    total = models.PositiveIntegerField(_("number of items"))
    done = models.PositiveIntegerField(_("done"), default=0)
    state = models.CharField(_("state"), max_length=20, choices=ClosingState, default=ClosingState.RUNNING)
    fault = models.TextField(_("why it stopped"), blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("closing of a section")
        verbose_name_plural = _("closings of sections")
        constraints = (
            models.UniqueConstraint(
                fields=("section",), condition=~Q(state=ClosingState.DONE), name="one_closing_a_section"
            ),
            models.CheckConstraint(condition=~Q(way=Way.MOVE) | Q(target__isnull=False), name="moved_somewhere"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.way} {self.done}/{self.total}"
