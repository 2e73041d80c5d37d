"""What this room does when a site is opened: its homes, its sections, and, once they are released, their publication.

Pages are made as drafts: making them public needs a release, which `workflows` writes between (`Order.RELEASES`).
"""

from collections.abc import Iterator, Mapping
from typing import cast
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.home.models import HomePage, SectionPage
from cms.pages.making import index_drafts, make_drafts, publish_drafts, record_identities
from cms.pages.models import BasePage
from sites.accounts.models import User
from sites.domains.opening import site_in
from sites.memory import remembered
from sites.provisioning.plan import OpeningContext, Order, SectionPlan, SitePlan, opening_steps

PUBLISHING = Order.RELEASES + 10

type ByPlace = Mapping[tuple[str, str], SectionPage]


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
        key = next((home.translation_key for home in context.homes.values()), None)
        made: dict[str, HomePage] = {}
        for language, locale in _locales(plan).items():
            if language not in context.homes:
                made[language] = _home(plan, locale, key)
                key = made[language].translation_key
        if made:
            root = Page.get_first_root_node()
            make_drafts(_actor(context), placed=[(root, home) for home in made.values()])
        context.homes.update(made)
        context.drafts += made.values()

    def verify(self, plan: SitePlan) -> list[str]:
        """The homes that are missing."""
        return self.preview(plan)


class Sections:
    """Every section of the plan in every language."""

    order = Order.SECTIONS

    def preview(self, plan: SitePlan) -> list[str]:
        """The sections that are missing."""
        return [
            _("make the section “%(section)s” in “%(language)s”")
            % {"section": section.titles[language], "language": language}
            for section, language, page in _sections(plan)
            if page is None
        ]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        """Make the sections that are missing, and name all drafts: only now are homes in their site."""
        there = {(section.code, language): page for section, language, page in _sections(plan) if page}
        keys = {code: page.translation_key for (code, _language), page in there.items()}
        made: dict[tuple[str, str], SectionPage] = {}
        locales = _locales(plan)
        for section in plan.sections:
            for language in plan.languages:
                if (section.code, language) not in there:
                    page = _section(section, locales[language], keys.get(section.code))
                    keys[section.code] = page.translation_key
                    made[section.code, language] = page
        placed = [(context.homes[language], page) for (_code, language), page in made.items()]
        if placed:
            make_drafts(_actor(context), placed=placed)
        context.sections.update(there | made)
        context.drafts += made.values()
        drafts = cast("list[BasePage]", context.drafts)
        record_identities(drafts, site=site_in(context))
        index_drafts(drafts)

    def verify(self, plan: SitePlan) -> list[str]:
        """The sections that are missing."""
        return self.preview(plan)


class Publishing:
    """Homes and sections go live, through the gate like everything else."""

    order = PUBLISHING

    def preview(self, plan: SitePlan) -> list[str]:
        """The pages that are not live."""
        there = _pages(plan)
        missing = len(plan.languages) * (1 + len(plan.sections)) - len(there)
        lines = [_("publish “%(page)s”") % {"page": page.title} for page in there if not page.live]
        return lines + ([_("release and publish %(number)s new pages") % {"number": missing}] if missing else [])

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        """Publish what was made now, and what has never been live. What somebody took back stays back."""
        publish_drafts(_actor(context), pages=cast("list[BasePage]", context.drafts))
        made = {page.pk for page in context.drafts}
        for page in [*context.homes.values(), *context.sections.values()]:
            if page.pk not in made and page.first_published_at is None and not page.live:
                page.specific.latest_revision.publish(user=context.actor, skip_permission_checks=True)

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


def _actor(context: OpeningContext) -> User:
    return cast("User", context.actor)


def _home(plan: SitePlan, locale: Locale, key: UUID | None) -> HomePage:
    code = locale.language_code
    home = HomePage(title=plan.names[code], slug=f"{plan.code}-{code}", locale=locale, live=False)
    home.translation_key = key or home.translation_key
    return home


def _section(section: SectionPlan, locale: Locale, key: UUID | None) -> SectionPage:
    code = locale.language_code
    page = SectionPage(
        title=section.titles[code], slug=section.slugs[code], code=section.code, locale=locale, live=False
    )
    page.translation_key = key or page.translation_key
    return page


@remembered(by=lambda plan: (plan.code, plan.languages))
def _homes(plan: SitePlan) -> dict[str, HomePage]:
    found = HomePage.objects.filter(site_home__site__code=plan.code, locale__language_code__in=plan.languages)
    found = found.select_related("locale")
    return {home.locale.language_code: home for home in found}


def _sections(
    plan: SitePlan, homes: Mapping[str, Page] | None = None
) -> Iterator[tuple[SectionPlan, str, SectionPage | None]]:
    """Every section of the plan in every language, with its page where there is one."""
    below = _below(homes or _homes(plan), [section.code for section in plan.sections])
    for section in plan.sections:
        for language in plan.languages:
            yield section, language, below.get((section.code, language))


@remembered(by=lambda homes, codes: (*(home.path for home in homes.values()), *codes))
def _below(homes: Mapping[str, Page], codes: list[str]) -> ByPlace:
    """The sections with these codes right below homes, the first one of each code, by (code, language)."""
    inside = Q(pk__in=[])
    for home in homes.values():
        inside |= Q(path__startswith=home.path, depth=home.depth + 1)
    pages = SectionPage.objects.filter(inside, code__in=codes).select_related("locale").order_by("-path")
    languages = {home.path: language for language, home in homes.items()}
    return {(page.code, languages[page.path[: -page.steplen]]): page for page in pages}


def _pages(plan: SitePlan) -> list[Page]:
    homes = _homes(plan)
    return [*homes.values(), *(page for _section, _language, page in _sections(plan, homes) if page)]


def _locales(plan: SitePlan) -> dict[str, Locale]:
    """The languages of a plan, in its order."""
    found = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=plan.languages)}
    return {language: found[language] for language in plan.languages}
