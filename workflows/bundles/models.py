"""Bundles, what lies in them, and what was done with them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from sites.domains.models import PublicSite
from workflows.bundles.enums import ActKind, BundleState
from workflows.passage.models import Passage

PERSON = settings.AUTH_USER_MODEL
# Technical, no figure of a regulation: the log appends up to 400 things in one transaction (`publications.drain`).
MOST_ITEMS = 100


class Bundle(models.Model):
    """Items of one site that become public at one moment, or none of them (đợt phát hành).

    Written by this room's actions, and by `following`, which keeps `state` in step with the passages of its items.
    `at` is the moment; without it, all become public with the last approval. `leader` is the first passage of the
    newest submission, which stands for all of them. Personal data: who opened it.
    """

    site = models.ForeignKey(PublicSite, models.PROTECT, verbose_name=_("site"), related_name="bundles")
    title = models.CharField(_("title"), max_length=200)
    occasion = models.TextField(_("occasion"))
    at = models.DateTimeField(_("moment"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=BundleState, default=BundleState.OPEN)
    leader = models.OneToOneField(
        Passage, models.PROTECT, verbose_name=_("first passage"), related_name="bundle", null=True, blank=True
    )
    opened_by = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("opened by"), related_name="bundles")
    opened_at = models.DateTimeField(_("opened at"))
    public_at = models.DateTimeField(_("public since"), null=True, blank=True)

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=(BundleState.OPEN, BundleState.ABANDONED)) | Q(leader__isnull=False),
                name="bundle_on_its_way_has_a_passage",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(BundleState.PUBLISHED, BundleState.WITHDRAWN)) | Q(public_at__isnull=False),
                name="public_bundle_has_a_moment",
            ),
        )
        indexes = (models.Index(fields=("site", "state"), name="bundles_of_site"),)

    def __str__(self) -> str:
        return self.title


class BundleItem(models.Model):
    """One page in a bundle, at its place. It `binds` its page: until that ends, no other bundle takes the page.

    `passage` is that of the newest submission. What was removed stays, with the moment. Personal data: who added it.
    """

    bundle = models.ForeignKey(Bundle, models.PROTECT, verbose_name=_("bundle"), related_name="items")
    page = models.ForeignKey(Page, models.PROTECT, verbose_name=_("page"), related_name="bundle_items")
    position = models.PositiveSmallIntegerField(_("position"))
    passage = models.ForeignKey(
        Passage, models.PROTECT, verbose_name=_("passage"), related_name="bundle_items", null=True, blank=True
    )
    added_by = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("added by"), related_name="+")
    added_at = models.DateTimeField(_("added at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    binds = models.BooleanField(_("binds its page"), default=True)

    class Meta:
        verbose_name = _("item of a bundle")
        verbose_name_plural = _("items of bundles")
        ordering = ("bundle", "position", "id")
        constraints = (
            models.UniqueConstraint(fields=("page",), condition=Q(binds=True), name="one_open_bundle_a_page"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(binds=False), name="removed_item_binds_nothing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.bundle_id}/{self.position} {self.page_id}"


class BundleAct(models.Model):
    """One thing that somebody did with a bundle. INSERT only. Personal data: who, when, why.

    `actor` is missing where the timetable did it. `page` is the item that it was about, `passage` the first one of the
    submission.
    """

    bundle = models.ForeignKey(Bundle, models.PROTECT, verbose_name=_("bundle"), related_name="acts")
    kind = models.CharField(_("kind"), max_length=20, choices=ActKind)
    actor = models.ForeignKey(
        PERSON, models.PROTECT, verbose_name=_("actor"), related_name="bundle_acts", null=True, blank=True
    )
    page = models.ForeignKey(Page, models.PROTECT, verbose_name=_("page"), related_name="+", null=True, blank=True)
    passage = models.ForeignKey(
        Passage, models.PROTECT, verbose_name=_("passage"), related_name="+", null=True, blank=True
    )
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("act about a bundle")
        verbose_name_plural = _("acts about bundles")
        ordering = ("bundle", "id")

    def __str__(self) -> str:
        return f"{self.bundle_id} {self.kind}"
