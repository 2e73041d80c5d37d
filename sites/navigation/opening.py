"""What this room does when a site is opened: the main menu of each language, from its sections."""

from django.utils.translation import gettext as _
from wagtail.models import Locale

from sites.domains.opening import open_site_of, site_in
from sites.navigation.models import Menu, MenuItem
from sites.provisioning.plan import OpeningContext, Order, SitePlan

MAIN = "main"


class MainMenus:
    """A main menu a language, with the site's sections. One that is there belongs to its editors: it is left alone."""

    order = Order.MENUS

    def preview(self, plan: SitePlan) -> list[str]:
        site = open_site_of(plan)
        there = set(site.menus.filter(place=MAIN).values_list("locale__language_code", flat=True)) if site else set()
        missing = [language for language in plan.languages if language not in there]
        return [_("make the main menu in “%(language)s”") % {"language": language} for language in missing]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        locales = {locale.language_code: locale for locale in Locale.objects.all()}
        for language in plan.languages:
            menu, made = Menu.objects.get_or_create(site=site_in(context), locale=locales[language], place=MAIN)
            if made:
                pages = [context.sections.get((section.code, language)) for section in plan.sections]
                MenuItem.objects.bulk_create(
                    MenuItem(menu=menu, page=page, position=position)
                    for position, page in enumerate(pages, 1)
                    if page is not None
                )

    def verify(self, plan: SitePlan) -> list[str]:
        return self.preview(plan)
