"""Whose figures a person sees: those of his own sites; of all sites whom the rule names.

`translation.overview`, {"all_sites": [{"seat": "board_head", "site": "portal"}]}: posts and seats, in the language of
chains, that see how far every site is. Where no such rule holds, only administrators do.
"""

from django.db.models import Count

from sites import clock
from sites.accounts.models import User
from sites.domains.enums import SiteState
from sites.domains.models import PublicSite
from sites.domains.selectors import portal_or_none
from sites.rules.selectors import value_for
from workflows.boards.who import Item, offices
from workflows.delegation.selectors import offices_of
from workflows.endings.selectors import sites_of

OVERVIEW = "translation.overview"


def sites_covered_by(person: User) -> list[PublicSite]:
    """The open sites with several languages whose figures a person sees, by name."""
    several = PublicSite.objects.filter(state=SiteState.OPEN).annotate(languages=Count("homes"))
    several = several.filter(languages__gt=1)
    if not sees_all(person):
        several = several.filter(pk__in=[site.pk for site in sites_of(person)])
    return sorted(several, key=str)


def sees_all(person: User) -> bool:
    """Whether a person sees the figures of every site."""
    if person.is_superuser:
        return True
    portal = portal_or_none()
    named = value_for(OVERVIEW, site=portal, default={}).get("all_sites", ()) if portal else ()
    wanted = offices(named, Item(site=portal, agency_id=portal.agency_id)) if portal and named else []
    return not set(wanted).isdisjoint(offices_of(person, clock.today()))
