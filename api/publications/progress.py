"""How far the worker is with what follows from a change: a host name, a name of an agency."""

from dataclasses import dataclass

from django.db import connection

LEAST = 50  # items of a site; fewer are done before anybody has read how many they are
# A mark of a whole site stands for all its items; the marks of its items take its place when the worker begins.
WAITING = """
with marks as materialized (
  select split_part(ref, ':', 2)::uuid as public_id from api_publications_dirty
  where priority > 0 and kind = 'subject'
), waiting as (
  select c.site, count(distinct c.id) as number from marks m join api_publications_current c
    on c.kind = 'page' and c.public_id = m.public_id group by c.site
  union all
  select s.public_id, null from sites_domains_publicsite s
  where s.id::text in (select ref from api_publications_dirty where priority > 0 and kind = 'site+')
)
select s.code, s.name_vi, coalesce(w.number, t.number), t.number from (
  select site, case when bool_and(number is not null) then max(number) end as number from waiting group by site
) w join sites_domains_publicsite s on s.public_id = w.site cross join lateral (
  select count(*) as number from api_publications_current c where c.site = w.site and c.kind = 'page'
) t where coalesce(w.number, t.number) >= %s order by 3 desc
"""


@dataclass(frozen=True, slots=True)
class Renewal:
    """The items of one site that are being written anew for readers."""

    code: str
    name: str
    left: int
    total: int

    @property
    def done(self) -> int:
        """How many are written."""
        return max(0, self.total - self.left)


def renewals() -> list[Renewal]:
    """The sites of which so many items wait that it takes its time, those with the most first."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [LEAST])
        return [Renewal(*row) for row in cursor.fetchall()]
