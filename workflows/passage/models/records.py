"""Passages, the decisions in them, the releases that follow, and withdrawals."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from sites.agencies.models import Agency
from sites.domains.models import PublicSite
from workflows.boards.models import Chain
from workflows.delegation.models import Delegation
from workflows.passage.enums import Cause, DecisionKind, PassageState, ReleaseKind, WithdrawalKind


class Passage(models.Model):
    """One item's way through its chain, from one submission to its end. Changed by this room's actions only.

    `chain_snapshot` is the chain as it stood at submission; `position` is the step where the item waits (past the last
    one: all have decided). `revision` is frozen and `text_sha256` names its text. `offices` and `stand_ins` are who is
    asked at this step, `others` in which order (see `turns`), `excluded` those who had a part in the text, `approved`
    those who approved it before, for the queries of the desk; decisions ask again. Personal data: who submitted, when.

    Items that were submitted together are a *company*: each is `led_by` the first of them, the first by itself. They
    wait, go on, end and become public together (`company`); alone, nothing is `led_by` anybody.
    """

    page = models.ForeignKey(Page, models.PROTECT, verbose_name=_("page"), related_name="passages")
    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="passages")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"), related_name="passages")
    workflow_state = models.OneToOneField(
        WorkflowState,
        models.SET_NULL,
        verbose_name=_("workflow state"),
        related_name="passage",
        null=True,
        blank=True,
    )
    chain = models.ForeignKey(Chain, models.PROTECT, verbose_name=_("chain"), related_name="passages")
    chain_snapshot = models.JSONField(_("chain as it stood"))
    position = models.PositiveSmallIntegerField(_("step"), default=1)
    state = models.CharField(_("state"), max_length=20, choices=PassageState, default=PassageState.IN_PROGRESS)
    revision = models.ForeignKey(Revision, models.PROTECT, verbose_name=_("revision"), related_name="passages")
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("submitted by"), related_name="passages"
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    waiting_since = models.DateTimeField(_("at this step since"))
    previous = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("previous passage"), related_name="followed_by", null=True, blank=True
    )
    led_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("goes along with"), related_name="company", null=True, blank=True
    )
    offices = ArrayField(models.CharField(max_length=200), verbose_name=_("who is asked"), default=list)
    stand_ins = ArrayField(models.CharField(max_length=200), verbose_name=_("who stands in"), default=list)
    others = models.JSONField(_("who is asked next, in order"), default=dict)
    excluded = ArrayField(models.BigIntegerField(), verbose_name=_("who may not decide"), default=list)
    approved = ArrayField(models.BigIntegerField(), verbose_name=_("who approved it before"), default=list)
    go_live_at = models.DateTimeField(_("scheduled for"), null=True, blank=True)
    fault = models.TextField(_("why it could not be published on time"), blank=True)
    fault_at = models.DateTimeField(_("failed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("page",),
                condition=Q(state__in=(PassageState.IN_PROGRESS, PassageState.SCHEDULED)),
                name="one_running_passage_a_page",
            ),
            models.CheckConstraint(
                condition=~Q(state=PassageState.SCHEDULED) | Q(go_live_at__isnull=False),
                name="scheduled_passage_has_a_moment",
            ),
        )
        indexes = (
            models.Index(fields=("public_id", "locale", "id"), name="passage_of_thing"),
            models.Index(fields=("go_live_at",), condition=Q(state=PassageState.SCHEDULED), name="passage_due"),
            GinIndex(fields=("offices", "stand_ins"), condition=Q(state=PassageState.IN_PROGRESS), name="passage_asks"),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale} {self.state} {self.position}"

    @property
    def leads(self) -> bool:
        """Whether it stands for its company: the first of it, or an item alone."""
        return self.led_by_id in (None, self.pk)


class Decision(models.Model):
    """What one person did with an item at one step, and the text that was seen. INSERT only. Personal data: the actor.

    `on_behalf_of` is whose office it was done in, and `delegation` the paper: a delegation or a recorded absence.
    """

    passage = models.ForeignKey(Passage, models.PROTECT, verbose_name=_("passage"), related_name="decisions")
    position = models.PositiveSmallIntegerField(_("step"))
    kind = models.CharField(_("kind"), max_length=20, choices=DecisionKind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("actor"),
        related_name="decisions",
        null=True,
        blank=True,
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("on behalf of"),
        related_name="decisions_by_others",
        null=True,
        blank=True,
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, verbose_name=_("delegation"), related_name="decisions", null=True, blank=True
    )
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    revision = models.ForeignKey(Revision, models.PROTECT, verbose_name=_("revision"), related_name="decisions")
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("passage", "id")

    def __str__(self) -> str:
        return f"{self.passage_id}/{self.position} {self.kind}"


class Release(models.Model):
    """This text of this thing may be public, because ... INSERT only, but for `revoked_at` and `withdrawal`.

    The thing is (`public_id`, `locale`); the text is named by the SHA-256 of its canonical form. Until `not_before`
    it is under embargo. A withdrawal revokes every release that came before it.
    """

    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=ReleaseKind)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    revision = models.ForeignKey(
        Revision, models.PROTECT, verbose_name=_("revision"), related_name="releases", null=True, blank=True
    )
    released_at = models.DateTimeField(_("released at"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("released by"),
        related_name="releases",
        null=True,
        blank=True,
    )
    passage = models.OneToOneField(
        Passage, models.PROTECT, verbose_name=_("passage"), related_name="release", null=True, blank=True
    )
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        indexes = (models.Index(fields=("public_id", "locale", "id"), name="release_of_thing"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale} {self.text_sha256[:12]}"


class Withdrawal(models.Model):
    """One thing was taken back from the public, at once, by one entitled person, with a reason.

    `notice` is shown to readers; `reason` stays inside. `successor` is the public id of what took its place.
    """

    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=WithdrawalKind, default=WithdrawalKind.WITHDRAWN)
    notice = models.CharField(_("notice for readers"), max_length=500, blank=True)
    reason = models.TextField(_("reason"))
    successor = models.UUIDField(_("successor"), null=True, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("by"),
        related_name="withdrawals",
        null=True,
        blank=True,
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, verbose_name=_("delegation"), related_name="withdrawals", null=True, blank=True
    )

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        indexes = (models.Index(fields=("public_id", "locale", "id"), name="withdrawal_of_thing"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale} {self.at:%Y-%m-%d %H:%M}"
