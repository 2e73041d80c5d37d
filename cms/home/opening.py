"""What this room does when a site is opened: its homes, its sections, and, once they are released, their publication.

Pages are made as drafts: making them public needs a release, which `workflows` writes between (`Order.RELEASES`).
"""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.home.models import HomePage, SectionPage
from cms.pages.actions import record_identity
from cms.pages.models import BasePage
from sites.provisioning.plan import OpeningContext, Order, SectionPlan, SitePlan, opening_steps

PUBLISHING = Order.RELEASES + 10


class Homes:
    """A home page a language, children of Root that are each other's translation."""

    order = Order.HOMES

    def preview(self, plan: SitePlan) -> list[str]:
        """The homes that are missing."""
        there = set(_homes(plan))
        return [
            _("make the home page in “%(language)s”") % {"language": language}
            for language in plan.languages
            if language not in there
        ]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        """Make the homes that are missing."""
        for language in plan.languages:
            if language not in context.homes:
                key = next((home.translation_key for home in context.homes.values()), None)
                context.homes[language] = _make_home(plan, language, key)

    def verify(self, plan: SitePlan) -> list[str]:
        """The homes that are missing."""
        return self.preview(plan)


class Sections:
    """Every section of the plan in every language."""

    order = Order.SECTIONS

    def preview(self, plan: SitePlan) -> list[str]:
        """The sections that are missing."""
        return [
            _("make the section “%(section)s” in “%(language)s”") % {"section": section.code, "language": language}
            for section, language, page in _sections(plan)
            if page is None
        ]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        """Make the sections that are missing. Homes are in their site by now: their names say so."""
        for home in context.homes.values():
            record_identity(_as_base(home))
        for section, language, page in _sections(plan):
            context.sections[section.code, language] = page or _make_section(section, language, context)

    def verify(self, plan: SitePlan) -> list[str]:
        """The sections that are missing."""
        return self.preview(plan)


class Publishing:
    """Homes and sections go live, through the gate like everything else."""

    order = PUBLISHING

    def preview(self, plan: SitePlan) -> list[str]:
        """The pages that are not live."""
        return [_("publish “%(page)s”") % {"page": page.title} for page in _pages(plan) if not page.live]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        """Publish what has never been live. What somebody took back stays back."""
        for page in [*context.homes.values(), *context.sections.values()]:
            fresh = _as_base(page)
            if not fresh.live and fresh.first_published_at is None:
                fresh.latest_revision.publish(user=context.actor, skip_permission_checks=True)

    def verify(self, plan: SitePlan) -> list[str]:
        """The pages that were never published."""
        return [
            _("“%(page)s” was never published") % {"page": page.title}
            for page in _pages(plan)
            if page.first_published_at is None
        ]


def register() -> None:
    """Called when the room is ready."""
    opening_steps.register("cms.home.homes", Homes())
    opening_steps.register("cms.home.sections", Sections())
    opening_steps.register("cms.home.publishing", Publishing())


def _make_home(plan: SitePlan, language: str, key: UUID | None) -> HomePage:
    home = HomePage(title=plan.names[language], slug=f"{plan.code}-{language}", locale=_locale(language), live=False)
    home.translation_key = key or home.translation_key
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision()
    return home


def _make_section(section: SectionPlan, language: str, context: OpeningContext) -> SectionPage:
    page = SectionPage(
        title=section.titles[language],
        slug=section.slugs[language],
        code=section.code,
        locale=_locale(language),
        live=False,
    )
    twin = next((made for (code, _language), made in context.sections.items() if code == section.code), None)
    page.translation_key = twin.translation_key if twin else page.translation_key
    _as_base(context.homes[language]).add_child(instance=page)
    page.save_revision()
    return page


def _homes(plan: SitePlan) -> dict[str, HomePage]:
    found = HomePage.objects.filter(site_home__site__code=plan.code).select_related("locale")
    return {home.locale.language_code: home for home in found}


def _sections(plan: SitePlan) -> Iterator[tuple[SectionPlan, str, SectionPage | None]]:
    homes = _homes(plan)
    for section in plan.sections:
        for language in plan.languages:
            home = homes.get(language)
            below = SectionPage.objects.child_of(home).filter(code=section.code) if home else SectionPage.objects.none()
            yield section, language, below.first()


def _pages(plan: SitePlan) -> list[Page]:
    return [*_homes(plan).values(), *(page for _section, _language, page in _sections(plan) if page)]


def _as_base(page: Page) -> BasePage:
    fresh = Page.objects.get(pk=page.pk).specific
    assert isinstance(fresh, BasePage)  # noqa: S101 - for the type checker
    return fresh


def _locale(language: str) -> Locale:
    return Locale.objects.get(language_code=language)
