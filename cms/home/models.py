"""Home pages, sections and standard pages: the skeleton of a site."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface

from cms.blocks.fields import BodyField
from cms.home.menus import FooterField, MenuField, first_footer
from cms.home.panels import NotShownPanel
from cms.home.slots import SlotsField, first_slots
from cms.pages.forms import PageForm
from cms.pages.models import BasePage


class HomePage(BasePage):
    """The home of a site in one language: a child of Root, made by `provisioning` only, never deleted or moved.

    It carries the front page, the menu and the footer of the site in its language, as text: a change of them passes
    the gate like every other (ADR 0010).
    """

    keeps_own_blocks = True

    slots = SlotsField(
        verbose_name=_("front page"),
        default=first_slots,
        help_text=_("Slots in the order in which they stand. Pinned items come first, the newest ones fill up."),
    )
    menu = MenuField(
        verbose_name=_("menu"), help_text=_("Left empty, the menu shows the sections of the site in their order.")
    )
    footer = FooterField(verbose_name=_("footer"), default=first_footer)

    edit_handler = TabbedInterface(
        [
            ObjectList([*BasePage.content_panels, NotShownPanel(), FieldPanel("slots")], heading=_("Front page")),
            ObjectList([FieldPanel("menu")], heading=_("Menu")),
            ObjectList([FieldPanel("footer")], heading=_("Footer")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
            ObjectList(BasePage.settings_panels, heading=_("Settings")),
        ],
        base_form_class=PageForm,
    )
    parent_page_types: list[str] = []
    subpage_types = ["cms_home.SectionPage", "cms_home.StandardPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class SectionPage(BasePage):
    """One section of a site (Điều 7.3). Made with the site; more may be added by whoever has the right."""

    code = models.SlugField(
        _("code"), max_length=60, blank=True, help_text=_("How the regulation's data name this section.")
    )
    description = models.TextField(_("description"), blank=True, max_length=1000)

    content_panels: list[Any] = [*BasePage.content_panels, FieldPanel("description"), FieldPanel("code")]
    parent_page_types = ["cms_home.HomePage", "cms_home.SectionPage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")


class StandardPage(BasePage):
    """A page that stands for long: about us, contact, an introduction."""

    summary = models.TextField(_("summary"), blank=True, max_length=1000)
    body = BodyField(verbose_name=_("body"))

    content_panels: list[Any] = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    parent_page_types = ["cms_home.HomePage", "cms_home.SectionPage", "cms_home.StandardPage"]
    subpage_types = ["cms_home.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
