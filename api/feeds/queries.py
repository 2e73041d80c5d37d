"""The queries of feeds, site maps and robots: one for each answer, over what is current."""

from api.content.queries import HEAD
from api.publications.frames import MEDIUM

MOST_IN_A_FEED = 50
ADDRESSES_IN_A_FILE = 5_000  # the protocol allows 50,000; a file is made while a crawler waits

LISTED = f"""
c.site = h.site and c.locale = s.locale and c.type = any(%(listed)s) and s.path = %(path)s
order by c.sort_at desc, c.public_id desc limit {MOST_IN_A_FEED}
"""
OF_HOME = f"""
select c.list_form, c.deps, c.sort_at, c.public_id from api_publications_current c
where c.kind = 'page' and c.state = 'live' and s.type = 'home' and {LISTED}
"""  # noqa: S608 - constants
OF_SECTION = f"""
select w.list_form, w.deps, f.sort_at, f.public_id from (
  select c.current_id, c.sort_at, c.public_id from api_publications_filed c
  where s.type = 'section' and c.term = 'section:' || s.public_id and {LISTED}
) f join api_publications_current w on w.id = f.current_id
"""  # noqa: S608 - constants
FEED = f"""
select {HEAD}, s.list_form, p.whole, s.path, coalesce(e.forms, '{{}}'), coalesce(m.sizes, '{{}}') from h
left join lateral (
  select c.list_form, c.path, c.locale, c.type, c.public_id from api_publications_current c
  where c.kind = 'page' and c.state = 'live' and c.type in ('home', 'section') and c.site = h.site
    and (c.path = %(path)s or c.former_paths @> array[%(path)s])
  order by (c.path = %(path)s) desc, c.seq desc limit 1
) s on true
left join lateral (
  select array_agg(r.list_form order by r.sort_at desc, r.public_id desc) as forms,
    string_to_array(string_agg(array_to_string(r.deps, ' '), ' '), ' ') as deps
  from (({OF_HOME}) union all ({OF_SECTION})) r
) e on true
left join lateral (
  select jsonb_object_agg(o.name, o.size) as sizes from api_publications_medium o
  where o.name in (select substr(d, {len(MEDIUM) + 1}) from unnest(e.deps) d where starts_with(d, '{MEDIUM}'))
) m on true
left join api_publications_current p on p.kind = 'site' and p.site = h.site and p.state = 'live'
"""  # noqa: S608 - constants

# The public address of a site, found out once.
BASE = """
left join lateral (
  select rtrim(convert_from(p.whole, 'UTF8')::jsonb ->> 'url', '/') as base
  from api_publications_current p where p.kind = 'site' and p.site = h.site and p.state = 'live' offset 0
) b on true
"""
PUBLIC_HERE = "c.kind = 'page' and c.state = 'live' and c.site = h.site"
SAID = "convert_from(c.list_form, 'UTF8')::jsonb as said, c.locale, c.sort_at, c.public_id"
TOLD = "c.said ->> 'url', c.said ->> 'updated_at', c.said -> 'seo' -> 'hreflang'"
OWN = "c.said -> 'seo' ->> 'canonical' = c.said ->> 'url'"  # the address of a copy is that of its source
MONTH = "(c.sort_at at time zone 'Asia/Ho_Chi_Minh')"
# All addresses of a site where they are few, else its months with how many each has.
SITE_MAP = f"""
select {HEAD}, r.*, b.base from h {BASE} cross join lateral (
  select count(*) <= {ADDRESSES_IN_A_FILE} as are_few
  from (select from api_publications_current c where {PUBLIC_HERE} limit {ADDRESSES_IN_A_FILE + 1}) n offset 0
) k left join lateral (
  select c.locale, null::int as year, null::int as month, null::bigint as count, {TOLD}, c.sort_at, c.public_id
  from (select {SAID} from api_publications_current c where k.are_few and {PUBLIC_HERE} offset 0) c where {OWN}
  union all
  select c.locale, extract(year from {MONTH})::int, extract(month from {MONTH})::int, count(*), null, null, null,
    null, null
  from api_publications_current c where not k.are_few and {PUBLIC_HERE} group by 1, 2, 3
) r on true
order by r.locale = h.first_locale desc, r.locale, r.year, r.month, r.sort_at, r.public_id
"""  # noqa: S608
PART = f"""
select {HEAD}, r.* from h left join lateral (
  select {TOLD} from (
    select {SAID} from api_publications_current c where {PUBLIC_HERE} and c.locale = %(locale)s
      and c.sort_at >= %(begins)s and c.sort_at < %(ends)s
    order by c.sort_at, c.public_id offset %(skipped)s limit {ADDRESSES_IN_A_FILE}
  ) c where {OWN}
) r on true
"""  # noqa: S608
