"""Reading redirects."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import QuerySet

from cms.redirects.models import Redirect
from sites.accounts.models import User
from sites.administration.policies import sites_administered_by
from sites.domains.addresses import Leading
from sites.domains.models import PublicSite


def leading(site: PublicSite) -> QuerySet[Redirect]:
    """The redirects of a site that hold."""
    return Redirect.objects.filter(site=site, ended_at__isnull=True)


def redirects_of(person: User) -> QuerySet[Redirect]:
    """The redirects, ended ones too, of the sites that a person administers."""
    return Redirect.objects.filter(site__in=sites_administered_by(person)).select_related("site", "page")


def leading_elsewhere(public_ids: Collection[UUID] | None) -> Iterator[Leading]:
    """The redirects that hold, as the publication log shows them: of these, or all."""
    rows = Redirect.objects.filter(ended_at__isnull=True).select_related("site", "page")
    for row in rows if public_ids is None else rows.filter(public_id__in=public_ids):
        item = row.page.translation_key
        yield Leading(row.public_id, row.site.public_id, row.path, item=item, status=row.status)
