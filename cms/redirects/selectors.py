"""Reading redirects."""

from django.db.models import QuerySet

from cms.redirects.models import Redirect
from sites.accounts.models import User
from sites.administration.policies import sites_administered_by
from sites.domains.models import PublicSite


def leading(site: PublicSite) -> QuerySet[Redirect]:
    """The redirects of a site that hold."""
    return Redirect.objects.filter(site=site, ended_at__isnull=True)


def redirects_of(person: User) -> QuerySet[Redirect]:
    """The redirects, ended ones too, of the sites that a person administers."""
    return Redirect.objects.filter(site__in=sites_administered_by(person)).select_related("site", "page")
