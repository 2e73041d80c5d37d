"""Notices, and the words that they are tagged with."""

from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey

from cms.media.models import File
from cms.news.models import Category, FiledPage, FiledTag
from cms.notices.enums import Importance
from cms.notices.panels import notice_panels
from cms.pages.models import BasePage, Tag
from sites import clock


class NoticeTag(FiledTag):
    """One tag on one notice."""

    tag = models.ForeignKey(Tag, models.PROTECT, verbose_name=_("tag"), related_name="notices")
    content_object = ParentalKey("NoticePage", related_name="tagged_items")

    class Meta:
        verbose_name = _("tag of a notice")
        verbose_name_plural = _("tags of notices")
        constraints = (models.UniqueConstraint(fields=("content_object", "tag"), name="one_tag_once_a_notice"),)


class NoticePage(FiledPage):
    """One notice with its term. Written by whoever holds a writer's seat; public only through its chain.

    When its term is over it is past and stays readable; with `ends_with_term` it is withdrawn at that midnight by the
    timetable, as every item with an end. Holds no personal data but what its text says.
    """

    file = models.ForeignKey(File, models.PROTECT, verbose_name=_("file"), related_name="+", null=True, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    importance = models.CharField(_("importance"), max_length=20, choices=Importance, default=Importance.NORMAL)
    in_force_from = models.DateField(_("first day"), null=True, blank=True)
    in_force_until = models.DateField(_("last day"), null=True, blank=True)
    ends_with_term = models.BooleanField(_("is taken down when its term is over"), default=False)
    category = models.ForeignKey(
        Category, models.PROTECT, verbose_name=_("category"), related_name="notices", null=True, blank=True
    )
    tags = ClusterTaggableManager(through=NoticeTag, blank=True, verbose_name=_("tags"))

    same_in_every_language = ("number",)
    content_panels: list[Any] = [*BasePage.content_panels, *notice_panels]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def clean(self) -> None:
        """The term is in order; who wants the notice taken down with it has its end planned."""
        super().clean()
        first, last = self.in_force_from, self.in_force_until
        if first and last and last < first:
            raise ValidationError({"in_force_until": _now("The last day comes before the first.")})
        if self.ends_with_term and last is None:
            raise ValidationError({"in_force_until": _now("Give the last day, so that the notice can end with it.")})
        if self.ends_with_term and last:
            self.expire_at = datetime.combine(last + timedelta(days=1), time(), clock.VIETNAM)
