"""Reading declarations, stops and clearances."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page

from sites import clock
from sites.accounts.models import User
from sites.accounts.selectors import sites_near
from sites.domains.models import PublicSite
from sites.memory import remembered
from sites.rules.selectors import values_by_site
from workflows.boards.who import Item, offices
from workflows.delegation.selectors import offices_of
from workflows.secrecy.marks import Find
from workflows.secrecy.models import Clearance, Declaration, Stop
from workflows.secrecy.rules import CLEARANCE, clearing_selectors


def subject_of(page: Page) -> str:
    """The name of what a page is, for declarations and stops."""
    return f"page/{page.translation_key}/{page.locale.language_code}"


def is_declared(actor: User | None, *, subject: str, text_sha256: str, act: str) -> bool:
    """Whether this person has declared, for this act, that this very text is no secret."""
    rows = Declaration.objects.filter(subject=subject, text_sha256=text_sha256, act=act, actor=actor)
    return actor is not None and rows.exists()


def declarations_of(subject: str) -> QuerySet[Declaration]:
    """Who declared what about a thing, the newest first."""
    return Declaration.objects.filter(subject=subject).select_related("actor")


def not_cleared(found: Iterable[Find], *, subject: str) -> list[Find]:
    """The finds that nobody has cleared for this thing."""
    finds = list(found)
    if not finds:
        return []
    cleared = set[str]()
    for prints in Stop.objects.filter(subject=subject, clearance__isnull=False).values_list("prints", flat=True):
        cleared |= set(prints)
    return [find for find in finds if find.print not in cleared]


def may_clear(actor: User, site: PublicSite) -> bool:
    """Whether a person holds an office that the rule names for the clearing of finds on a site."""
    if not actor.is_active or actor.is_superuser:
        return False
    named = offices(clearing_selectors(site), Item(site=site, agency_id=site.agency_id))
    return not set(named).isdisjoint(offices_of(actor, clock.today()))


@remembered(by=lambda actor: actor.pk)
def sites_to_clear(actor: User) -> list[PublicSite]:
    """The sites on which a person clears finds."""
    values = values_by_site(CLEARANCE)
    if not values or not actor.is_active or actor.is_superuser:
        return []
    held = set(offices_of(actor, clock.today()))
    return [site for site in sites_near(actor) if held.intersection(_named(site, values))]


def _named(site: PublicSite, values: Mapping[int | None, Any]) -> list[str]:
    """The offices that the rule names for a site."""
    selectors = values.get(site.pk, values.get(None, []))
    return offices(selectors, Item(site=site, agency_id=site.agency_id))


def stops_on(sites: Iterable[PublicSite]) -> QuerySet[Stop]:
    """The stops of sites, those that nobody has cleared first."""
    rows = Stop.objects.filter(site__in=[site.pk for site in sites]).select_related("site", "actor", "clearance__by")
    cleared = Exists(Clearance.objects.filter(stop=OuterRef("pk")))
    return rows.annotate(is_cleared=cleared).order_by("is_cleared", "-pk")
