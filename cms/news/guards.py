"""Reasons why a news item may not be submitted as it is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.news.models import Category, NewsPage
from cms.pages.models import BasePage
from cms.pages.registry import submission_guards
from sites.domains.selectors import site_of
from sites.refusals import Missing, Reason
from sites.rules.selectors import rule_for

REQUIRED = "attribution.required"


def attribution_given(page: BasePage) -> Iterator[Reason]:
    """Author and source, where the regulation asks for them; the reason names its article (Điều 8.3)."""
    if not isinstance(page, NewsPage):
        return
    try:
        rule = rule_for(REQUIRED, site=site_of(page))
    except Missing:
        return
    basis = f"{rule.article}, {rule.basis.title}" if rule.article else rule.basis.title
    if "author" in rule.value and not any((credit.name or "").strip() for credit in page.credits.all()):
        yield Reason("author_missing", _("The author is missing."), field="credits", basis=basis)
    if "source" in rule.value and not (page.source or "").strip():
        yield Reason("source_missing", _("The source is missing."), field="source", basis=basis)


def category_of_this_site(page: BasePage) -> Iterator[Reason]:
    """An item is filed under a category of the province or of its own site."""
    category: Category | None = getattr(page, "category", None)
    if category is not None and category.site_id is not None and category.site != site_of(page):
        yield Reason("category_elsewhere", _("The category belongs to another site."), field="category")


def register() -> None:
    """Called when the room is ready."""
    submission_guards.register("cms.news.category_of_this_site", category_of_this_site)
    submission_guards.register("cms.news.attribution_given", attribution_given)
