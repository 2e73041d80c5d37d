"""Reading contributions and contributors."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from wagtail.models import Page

from cms.home.models import SectionPage
from cms.news.models import Category
from sites import clock
from sites.accounts.models import User
from sites.accounts.selectors import sites_near
from sites.domains.enums import SiteState
from sites.domains.models import PublicSite
from sites.memory import remembered
from sites.rules.selectors import values_by_site
from workflows.boards.who import Item, offices
from workflows.contributions.enums import AccountState, State
from workflows.contributions.models import Contribution, Contributor, Letter
from workflows.contributions.rules import INTAKE, intake_rule, selectors_of
from workflows.delegation.selectors import holders, offices_of


def profiles_of(person: User) -> QuerySet[Contributor]:
    """The open profiles of a person, one a site."""
    return Contributor.objects.filter(person=person, state=AccountState.OPEN).select_related("site")


def is_only_contributor(person: User) -> bool:
    """Whether a person contributes and has no desk of his own."""
    has_desk = person.is_superuser or person.seats.exists() or person.posts.exists()
    return not has_desk and Contributor.objects.filter(person=person).exists()


def contributions_of(person: User) -> QuerySet[Contribution]:
    """What a person wrote or sent, the newest first."""
    return Contribution.objects.filter(contributor__person=person).select_related("site", "page").order_by("-pk")


def inbox_of(site: PublicSite) -> QuerySet[Contribution]:
    """What came to a site. Drafts are their writers' own."""
    rows = Contribution.objects.filter(site=site).exclude(state=State.DRAFT)
    return rows.select_related("contributor", "handler", "letter", "section", "category", "page")


def counts_of(site: PublicSite) -> Mapping[str, int]:
    """How many stand in each state."""
    return dict(inbox_of(site).order_by().values_list("state").annotate(number=Count("pk")))


@remembered(by=lambda person: person.pk)
def desks_of(person: User) -> list[PublicSite]:
    """The sites at whose desk a person sorts contributions, by rule."""
    return _sites_where(person, "desk")


@remembered(by=lambda person: person.pk)
def account_sites(person: User) -> list[PublicSite]:
    """The sites for which a person opens and confirms accounts of contributors, by rule."""
    return _sites_where(person, "accounts")


def is_at_the_desk(person: User, site: PublicSite) -> bool:
    """Whether a person sorts contributions of a site."""
    return _holds(person, site, "desk")


def opens_accounts(person: User, site: PublicSite) -> bool:
    """Whether a person opens accounts of contributors of a site."""
    return _holds(person, site, "accounts")


def people_at_the_desk(site: PublicSite) -> list[User]:
    """Everybody who sorts contributions of a site."""
    named = offices(selectors_of(site, "desk"), Item(site=site, agency_id=site.agency_id))
    return list(holders(named, clock.today())) if named else []


def sites_to_apply_to() -> list[PublicSite]:
    """The open sites where people may apply for an account."""
    values = values_by_site(INTAKE)
    rows = PublicSite.objects.filter(state=SiteState.OPEN).order_by("code") if values else []
    return [site for site in rows if _lets_apply(values.get(site.pk) or values.get(None) or {})]


def _lets_apply(value: Mapping[str, Any]) -> bool:
    return bool(value.get("register")) and "account" in value["channels"]


def sections_to_sort_into(site: PublicSite) -> QuerySet[SectionPage]:
    """The sections of a site in its first language."""
    home = site.homes.get(position=0).home
    return SectionPage.objects.descendant_of(home).order_by("path")


def categories_to_sort_into(site: PublicSite) -> QuerySet[Category]:
    """The categories of the province and of the site."""
    return Category.objects.filter(site=None) | Category.objects.filter(site=site)


def same_letters(*, site: PublicSite, number: str, issued_on: Any, issuer: str) -> QuerySet[Letter]:
    """Letters of this number, day and issuer that the site has already."""
    wanted = " ".join(number.split())
    rows = Letter.objects.filter(contribution__site=site, number__iexact=wanted, issued_on=issued_on)
    return rows.filter(issuer__iexact=" ".join(issuer.split())).order_by("pk")


def contribution_of(page: Page) -> Contribution | None:
    """The contribution that became a page."""
    return Contribution.objects.filter(page_id=page.pk).select_related("contributor__person", "site").first()


def tracked(code: str) -> Contribution | None:
    """What a tracking code stands for; drafts have none for the outside."""
    return Contribution.objects.filter(code=code.strip().upper()).exclude(state=State.DRAFT).first()


def _sites_where(person: User, name: str) -> list[PublicSite]:
    values = values_by_site(INTAKE)
    if not values or not person.is_active or person.is_superuser:
        return []
    held = set(offices_of(person, clock.today()))
    near = [site for site in sites_near(person) if site.state == SiteState.OPEN]
    return [site for site in near if held.intersection(_named(site, values, name))]


def _named(site: PublicSite, values: Mapping[int | None, Any], name: str) -> list[str]:
    """The offices that the rule of a site names for a task."""
    value = values.get(site.pk) or values.get(None) or {}
    return offices(value.get(name, []), Item(site=site, agency_id=site.agency_id))


def _holds(person: User, site: PublicSite, name: str) -> bool:
    if not person.is_active or person.is_superuser or intake_rule(site) is None:
        return False
    named: Sequence[str] = offices(selectors_of(site, name), Item(site=site, agency_id=site.agency_id))
    return not set(named).isdisjoint(offices_of(person, clock.today()))


def people_with_accounts_to_decide(site: PublicSite) -> list[User]:
    """Everybody who opens and confirms accounts of contributors of a site."""
    named = offices(selectors_of(site, "accounts"), Item(site=site, agency_id=site.agency_id))
    return list(holders(named, clock.today())) if named else []
