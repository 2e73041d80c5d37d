"""The base of every page type, and the identity of each page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase
from wagtail.models import Page

from cms.textstandard import clean, slug_of
from sites.agencies.models import Agency
from sites.domains.models import PublicSite


class BasePage(Page):
    """What every page type has. Abstract over Wagtail's `Page` (ADR 0003)."""

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("agency"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Whose text it is. Left empty, that of the site."),
    )

    class Meta:
        abstract = True


class PageIdentity(models.Model):
    """The name of one text to the outside, for ever: (`public_id`, `locale`). Written when a page is made.

    `public_id` is the page's translation key. `number` is the page's key in the tree's table; it stays when the page
    has gone, so that old links can be read. Holds no personal data. Nobody changes it by hand.
    """

    public_id = models.UUIDField(_("public id"))
    locale = models.CharField(_("language"), max_length=20)
    site = models.ForeignKey(
        PublicSite, models.PROTECT, verbose_name=_("site"), related_name="page_identities", null=True, blank=True
    )
    page = models.OneToOneField(
        Page, models.SET_NULL, verbose_name=_("page"), related_name="identity", null=True, blank=True
    )
    number = models.BigIntegerField(_("number of the page"), unique=True)

    class Meta:
        verbose_name = _("identity of a page")
        verbose_name_plural = _("identities of pages")
        constraints = (models.UniqueConstraint(fields=("public_id", "locale"), name="one_page_a_thing_and_language"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.locale}"


class Tag(TagBase):
    """A word by which items are found. Anybody who writes may add one. Its slug is ASCII."""

    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name",)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a clean name."""
        self.name = clean(self.name)
        super().save(*args, **kwargs)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """The ASCII slug of a tag, numbered where another has it."""
        slug = slug_of(tag)[:90] or "tag"
        return slug if i is None else f"{slug}-{i}"
