"""What this room does when a site is opened: its homes and sections are released and public at once."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.home.models import SectionPage
from sites.domains.models import PublicSite, SiteHome
from sites.provisioning.plan import OpeningContext, Order, SitePlan, opening_steps
from workflows.passage.actions.releasing import release_opening
from workflows.passage.selectors import releases_of


class ReleasesOfOpening:
    """Releases of the kind `opening`, for homes and sections in every language of the site."""

    order = Order.RELEASES

    def preview(self, plan: SitePlan) -> list[str]:
        """The homes and sections of a site that is open already and would be released."""
        return [_("release “%(page)s”") % {"page": page.title} for page in _unreleased(_pages_of(plan))]

    def apply(self, plan: SitePlan, context: OpeningContext) -> None:
        """Release and publish what has no release yet."""
        for page in _unreleased([*context.homes.values(), *context.sections.values()]):
            release_opening(context.actor, page=page, basis=plan.basis)  # type: ignore[arg-type]

    def verify(self, plan: SitePlan) -> list[str]:
        """Homes and sections that are not released or not public."""
        pages = list(_pages_of(plan))
        faults = [page for page in pages if not page.live or page in _unreleased([page])]
        return [_("“%(page)s” is not released.") % {"page": page.title} for page in faults]


def hang() -> None:
    """Hang the step on the opening of sites."""
    opening_steps.register("workflows.passage", ReleasesOfOpening())


def _unreleased(pages: Iterable[Page]) -> list[Page]:
    return [page for page in pages if not releases_of(page).exists()]


def _pages_of(plan: SitePlan) -> Iterable[Page]:
    """The homes of a site, and the sections that the plan asks for."""
    site = PublicSite.objects.filter(code=plan.code).first()
    codes = [section.code for section in plan.sections]
    for home in SiteHome.objects.filter(site=site).select_related("home"):
        yield home.home
        yield from SectionPage.objects.child_of(home.home).filter(code__in=codes)
