"""Proposals, what was decided about them, the copies that came of them, and what happened to their sources."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.origins.models import Origin
from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from workflows.delegation.models import Delegation
from workflows.passage.models import Release, Withdrawal
from workflows.promotion.enums import OPEN, Act, AnswerKind, Change, EventKind, ProposalState


class Proposal(models.Model):
    """One text of a component site that is to go onto the portal: offered by the unit, or asked for by the portal.

    (`public_id`, `locale`) is the text; `release` is the version that is offered, `revision` holds it, and
    `text_sha256` names it. While the proposal is open it follows what the unit publishes. `asks` are the offices that
    are asked now: the unit's for its consent, then the portal's. Personal data: who began it.
    """

    page = models.ForeignKey(Page, models.PROTECT, verbose_name=_("page"), related_name="proposals")
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="proposals")
    portal = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("portal"), related_name="proposals_received")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="proposals")
    release = models.ForeignKey(Release, models.PROTECT, verbose_name=_("release"), related_name="proposals")
    revision = models.ForeignKey(Revision, models.PROTECT, verbose_name=_("revision"), related_name="proposals")
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    state = models.CharField(_("state"), max_length=20, choices=ProposalState)
    asks = ArrayField(models.CharField(max_length=200), verbose_name=_("who is asked"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="proposals")
    at = models.DateTimeField(_("at"))
    waiting_since = models.DateTimeField(_("waiting since"))

    class Meta:
        verbose_name = _("proposal for the portal")
        verbose_name_plural = _("proposals for the portal")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("public_id", "locale", "portal"),
                condition=Q(state__in=OPEN),
                name="one_open_proposal_a_text_and_portal",
            ),
        )
        indexes = (
            models.Index(fields=("portal", "state", "waiting_since"), name="proposals_of_portal"),
            models.Index(fields=("site", "state", "waiting_since"), name="proposals_of_site"),
            GinIndex(fields=("asks",), condition=Q(state__in=OPEN), name="proposals_ask"),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale} {self.state}"

    @property
    def title(self) -> str:
        """What the text is called; nothing is kept of it that an erasure would not find."""
        return str(self.revision.object_str)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide about it."""
        return self.state in OPEN


class ProposalAct(models.Model):
    """What one person did with a proposal, and about which text. INSERT only. Personal data: the actor.

    Without an actor it followed by itself from what the unit published or withdrew.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, verbose_name=_("proposal"), related_name="acts")
    kind = models.CharField(_("kind"), max_length=20, choices=Act)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("actor"),
        related_name="proposal_acts",
        null=True,
        blank=True,
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, verbose_name=_("delegation"), related_name="proposal_acts", null=True, blank=True
    )
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("act about a proposal")
        verbose_name_plural = _("acts about proposals")
        ordering = ("proposal", "id")

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind}"


class Copy(models.Model):
    """One text of a unit and the page that the portal made of it; for ever the same page, however often it is renewed.

    `origin` is the snapshot of which the newest draft was made; what is public names its own. Changed by the actions
    of this room only. Personal data: who took it.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, verbose_name=_("proposal"), related_name="copies")
    public_id = models.UUIDField(_("public id of the source"))
    locale = models.CharField(_("language"), max_length=20)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site of the source"), related_name="copies")
    portal = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("portal"), related_name="copies_received")
    page = models.OneToOneField(Page, models.PROTECT, verbose_name=_("page"), related_name="copy_of_source")
    origin = models.ForeignKey(Origin, models.PROTECT, verbose_name=_("origin"), related_name="copies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="copies_taken")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("copy on the portal")
        verbose_name_plural = _("copies on the portal")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("public_id", "locale", "portal"), name="one_copy_a_text_and_portal"),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale} {self.page_id}"


class Provenance(models.Model):
    """Of which snapshot a released text of a copy was made, and in what it differs from it. INSERT only."""

    copy = models.ForeignKey(Copy, models.PROTECT, verbose_name=_("copy"), related_name="provenances")
    release = models.OneToOneField(Release, models.PROTECT, verbose_name=_("release"), related_name="provenance")
    origin = models.ForeignKey(Origin, models.PROTECT, verbose_name=_("origin"), related_name="provenances")
    changes = models.JSONField(_("changes"), default=list)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("provenance of a copy")
        verbose_name_plural = _("provenances of copies")
        ordering = ("copy", "id")

    def __str__(self) -> str:
        return f"{self.copy_id} {self.origin_id}"

    @property
    def changes_in_words(self) -> str:
        """In what the copy differs."""
        return ", ".join(str(Change(change).label) for change in self.changes)


class SourceEvent(models.Model):
    """Something happened to the source of a copy, and the portal has to see to it. The unique keys make it one each.

    Only `escalated_at` is ever changed, once. Until when an answer has to come is computed from the rule and the
    calendar of the portal.
    """

    copy = models.ForeignKey(Copy, models.PROTECT, verbose_name=_("copy"), related_name="events")
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind)
    release = models.ForeignKey(
        Release, models.PROTECT, verbose_name=_("release"), related_name="+", null=True, blank=True
    )
    withdrawal = models.ForeignKey(
        Withdrawal, models.PROTECT, verbose_name=_("withdrawal"), related_name="+", null=True, blank=True
    )
    at = models.DateTimeField(_("at"))
    asks = ArrayField(models.CharField(max_length=200), verbose_name=_("who is asked"), default=list)
    escalated_at = models.DateTimeField(_("escalated at"), null=True, blank=True)

    class Meta:
        verbose_name = _("event at the source of a copy")
        verbose_name_plural = _("events at the sources of copies")
        ordering = ("copy", "id")
        constraints = (
            models.UniqueConstraint(fields=("copy", "release"), name="one_event_a_copy_and_release"),
            models.UniqueConstraint(fields=("copy", "withdrawal"), name="one_event_a_copy_and_withdrawal"),
            models.CheckConstraint(
                condition=Q(kind=EventKind.WITHDRAWN, withdrawal__isnull=False, release__isnull=True)
                | (~Q(kind=EventKind.WITHDRAWN) & Q(withdrawal__isnull=True, release__isnull=False)),
                name="event_names_what_happened",
            ),
        )

    def __str__(self) -> str:
        return f"{self.copy_id} {self.kind}"


class Answer(models.Model):
    """What the portal did about an event, with a reason. INSERT only. Without `by` it followed from a rule.

    Personal data: who did it.
    """

    event = models.OneToOneField(SourceEvent, models.PROTECT, verbose_name=_("event"), related_name="answer")
    kind = models.CharField(_("kind"), max_length=20, choices=AnswerKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("by"),
        related_name="promotion_answers",
        null=True,
        blank=True,
    )
    reason = models.TextField(_("reason"), blank=True)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("answer to an event at the source")
        verbose_name_plural = _("answers to events at the source")
        ordering = (F("at").desc(),)

    def __str__(self) -> str:
        return f"{self.event_id} {self.kind}"
