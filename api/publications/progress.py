"""How far the worker is with what follows from a change: a host name, a name of an agency."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

from api.publications.enums import Kind
from api.publications.models import Current
from sites.domains.models import PublicSite

LEAST = 50  # items of a site; fewer are done before anybody has read how many they are
LEFT = """
select s.id, count(*) from (
  select split_part(ref, ':', 2)::uuid as public_id from api_publications_dirty
  where priority > 0 and kind = 'subject' and starts_with(ref, 'page:')
) d join api_publications_current c on c.kind = 'page' and c.public_id = d.public_id
join sites_domains_publicsite s on s.public_id = c.site group by s.id
"""
NOT_BEGUN = (
    "select distinct ref::bigint from api_publications_dirty where priority > 0 and kind = 'site+' and ref <> ''"
)


@dataclass(frozen=True, slots=True)
class Renewal:
    """The items of one site that are being written anew for readers."""

    site: PublicSite
    left: int
    total: int

    @property
    def done(self) -> int:
        """How many are written."""
        return max(0, self.total - self.left)


def renewals() -> list[Renewal]:
    """The sites of which so many items wait that it takes its time, those with the most first."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT)
        left = dict(cursor.fetchall())
        cursor.execute(NOT_BEGUN)
        waiting = [number for (number,) in cursor.fetchall()]
    sites = PublicSite.objects.filter(pk__in={*left, *waiting})
    rows = Current.objects.filter(site__in=sites.values("public_id"), kind=Kind.PAGE)
    totals = dict(rows.values_list("site").annotate(Count("pk")))
    found = []
    for site in sites:
        total = totals.get(site.public_id, 0)
        found.append(Renewal(site, total if site.pk in waiting else left[site.pk], total))
    return sorted((one for one in found if one.left >= LEAST), key=lambda one: -one.left)
