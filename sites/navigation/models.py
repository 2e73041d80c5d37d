"""Menus: one tree a site, language and place."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from sites.domains.models import PublicSite


class Menu(models.Model):
    """One menu of a site in one language; `place` is `main` or `footer`."""

    site = models.ForeignKey(PublicSite, models.CASCADE, verbose_name=_("site"), related_name="menus")
    locale = models.ForeignKey(Locale, models.PROTECT, verbose_name=_("language"), related_name="+")
    place = models.SlugField(_("place"), max_length=40, default="main")

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        constraints = (models.UniqueConstraint(fields=("site", "locale", "place"), name="one_menu_a_place"),)

    def __str__(self) -> str:
        return f"{self.site.code} {self.locale.language_code} {self.place}"


class MenuItem(models.Model):
    """One entry of a menu: a page of this installation, or an address. An empty title means the page's own."""

    menu = models.ForeignKey(Menu, models.CASCADE, verbose_name=_("menu"), related_name="items")
    parent = models.ForeignKey(
        "self", models.CASCADE, verbose_name=_("parent entry"), related_name="children", null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=200, blank=True)
    page = models.ForeignKey(Page, models.CASCADE, verbose_name=_("page"), related_name="+", null=True, blank=True)
    address = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        ordering = ("menu", "position")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(page__isnull=False, address="")
                | (models.Q(page__isnull=True) & ~models.Q(address="")),
                name="menu_entry_leads_somewhere",
            ),
        )

    def __str__(self) -> str:
        return self.title or str(self.page)
