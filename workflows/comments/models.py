"""What people say to each other about a text."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

PERSON = settings.AUTH_USER_MODEL


class Comment(models.Model):
    """One comment on a page, or a reply (`parent`), made on one version of its text, at the words of `quote`.

    Written by the actions of this room. Never part of the text: neither public nor hashed. What was said is not
    changed; that it was resolved or removed is added to it, once. Personal data: who said what, whom he mentioned.
    """

    page = models.ForeignKey(Page, models.CASCADE, verbose_name=_("page"), related_name="remarks")
    revision = models.ForeignKey(
        Revision, models.SET_NULL, verbose_name=_("revision"), related_name="remarks", null=True, blank=True
    )
    text_sha256 = models.CharField(_("hash of the text"), max_length=64)
    parent = models.ForeignKey(
        "self", models.CASCADE, verbose_name=_("reply to"), related_name="replies", null=True, blank=True
    )
    quote = models.TextField(_("on these words"), blank=True)
    words = models.TextField(_("comment"))
    author = models.ForeignKey(PERSON, models.PROTECT, verbose_name=_("author"), related_name="remarks")
    at = models.DateTimeField(_("at"))
    mentioned: Any = models.ManyToManyField(
        PERSON, verbose_name=_("mentioned"), related_name="mentioned_in", blank=True
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        PERSON, models.PROTECT, verbose_name=_("resolved by"), related_name="+", null=True, blank=True
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_by = models.ForeignKey(
        PERSON, models.PROTECT, verbose_name=_("removed by"), related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("pk",)
        indexes = (models.Index(fields=("page", "id"), name="remarks_of_page"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="remark_is_resolved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="remark_is_removed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.words[:80]
