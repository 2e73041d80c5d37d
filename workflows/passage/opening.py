"""What this room does when a site is opened: its homes and sections are released and public at once."""

from collections.abc import Sequence
from typing import cast

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.home.models import SectionPage
from sites.accounts.models import User
from sites.domains.models import SiteHome
from sites.provisioning.plan import OpeningContext, Order, SitePlan, opening_steps
from workflows.passage.actions.releasing import release_drafts, release_opening
from workflows.passage.models.records import Release


class ReleasesOfOpening:
    """Releases of the kind `opening`, for homes and sections in every language of the site."""

    order = Order.RELEASES

    def preview(self, plan: SitePlan) -> list[str]:
        """The homes and sections of a site that is open already and would be released."""
        return [_("release “%(page)s”") % {"page": page.title} for page in _unreleased(_pages_of(plan))]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        """Release what this opening made; release and publish what has no release yet."""
        actor = cast("User", context.actor)
        release_drafts(actor, pages=context.drafts, basis=plan.basis)
        made = {page.pk for page in context.drafts}
        older = [page for page in [*context.homes.values(), *context.sections.values()] if page.pk not in made]
        for page in _unreleased(older):
            release_opening(actor, page=page, basis=plan.basis)

    def verify(self, plan: SitePlan) -> list[str]:
        """Homes and sections that are not released or not public."""
        pages = _pages_of(plan)
        unreleased = _unreleased(pages)
        faults = [page for page in pages if not page.live or page in unreleased]
        return [_("“%(page)s” is not released.") % {"page": page.title} for page in faults]


def hang() -> None:
    """Hang the step on the opening of sites."""
    opening_steps.register("workflows.passage", ReleasesOfOpening())


def _unreleased(pages: Sequence[Page]) -> list[Page]:
    keys = {page.translation_key for page in pages}
    released = set(Release.objects.filter(public_id__in=keys).values_list("public_id", "locale"))
    return [page for page in pages if (page.translation_key, page.locale.language_code) not in released]


def _pages_of(plan: SitePlan) -> list[Page]:
    """The homes and the sections that the plan asks for: not those of a language that was opened since."""
    rows = SiteHome.objects.filter(site__code=plan.code, locale__language_code__in=plan.languages)
    homes = [row.home for row in rows.select_related("home__locale").order_by("position")]
    inside = Q(pk__in=[])
    for home in homes:
        inside |= Q(path__startswith=home.path, depth=home.depth + 1)
    codes = [section.code for section in plan.sections]
    sections = SectionPage.objects.filter(inside, code__in=codes).select_related("locale").order_by("path")
    return [*homes, *sections]
