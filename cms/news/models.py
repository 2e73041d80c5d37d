"""News items, who made them, and the categories that they are filed under."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, NaturalKeyManager
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from cms.blocks.fields import BodyField
from cms.media.models import Picture
from cms.news.enums import Role
from cms.news.forms import FiledForm
from cms.news.panels import news_panels
from cms.origins.models import Origin
from cms.pages.models import BasePage, Tag
from sites.domains.models import PublicSite


class Category(models.Model):
    """One field of life that items are filed under: of the whole province, or of one site.

    Those of the province are read from its data and kept by administrators, those of a site by its administrator.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    site = models.ForeignKey(
        PublicSite,
        models.PROTECT,
        verbose_name=_("site"),
        related_name="categories",
        null=True,
        blank=True,
        help_text=_("Left empty, the category is one of the whole province."),
    )
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("position", "code")

    def __str__(self) -> str:
        return f"{self.name_vi} ({self.site.code})" if self.site else self.name_vi


class WithTags(NaturalKeyManager):
    """Rows with their words: nobody asks for one without the other."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Both in one query."""
        return super().get_queryset().select_related("tag")


class FiledTag(ItemBase):
    """One tag on one item."""

    objects: ClassVar[Any] = WithTags()

    class Meta:
        abstract = True


class NewsTag(FiledTag):
    """One tag on one news item."""

    tag = models.ForeignKey(Tag, models.PROTECT, verbose_name=_("tag"), related_name="news_items")
    content_object = ParentalKey("NewsPage", related_name="tagged_items")

    class Meta:
        verbose_name = _("tag of a news item")
        verbose_name_plural = _("tags of news items")
        constraints = (models.UniqueConstraint(fields=("content_object", "tag"), name="one_tag_once_an_item"),)


class FiledPage(BasePage):
    """An item of a section, filed under a category. Written by whoever holds a writer's seat.

    `origin` is the text of another site that it was made from; no form offers it.
    """

    summary = models.TextField(_("summary"), blank=True, max_length=1000)
    body = BodyField(verbose_name=_("body"))
    origin = models.ForeignKey(
        Origin,
        models.PROTECT,
        verbose_name=_("taken over from"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    base_form_class = FiledForm
    parent_page_types = ["cms_home.SectionPage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True


class NewsPage(FiledPage):
    """One news item. Written by whoever holds a writer's seat; public only through its chain."""

    lead_image = models.ForeignKey(
        Picture, models.PROTECT, verbose_name=_("lead picture"), related_name="+", null=True, blank=True
    )
    lead_image_alt = models.CharField(_("description of the lead picture"), max_length=255, blank=True)
    lead_image_caption = models.CharField(_("caption of the lead picture"), max_length=500, blank=True)
    lead_image_credit = models.CharField(_("credit of the lead picture"), max_length=255, blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, verbose_name=_("category"), related_name="news_items", null=True, blank=True
    )
    tags = ClusterTaggableManager(through=NewsTag, blank=True, verbose_name=_("tags"))

    names_persons = ("lead_image_credit",)
    content_panels: list[Any] = [*BasePage.content_panels, *news_panels]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")


class NewsCredit(Orderable):
    """One person named as an author of one item. `name` is printed; `person` is for reckoning (Điều 13.2)."""

    page = ParentalKey(NewsPage, related_name="credits", verbose_name=_("news item"))
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.WRITER)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="news_credits",
        null=True,
        blank=True,
    )

    class Meta(Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    panels = [FieldPanel("name"), FieldPanel("role")]

    def __str__(self) -> str:
        return self.name
