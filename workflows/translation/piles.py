"""What is to be translated, as the database finds it, orders it, counts it: of any size only what is shown is read.

The state of a text and the moment until which it is owed are reckoned in the query. Working time is looked up: the
stretches of work of a calendar are two arrays, when each begins and how much has been worked at its end.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from wagtail.models import Locale

from sites import clock
from sites.calendar.selectors import working_calendars
from sites.calendar.working import WorkingCalendar
from sites.domains.models import SiteHome
from workflows.passage.enums import PassageState
from workflows.translation.owed import owed_in
from workflows.translation.rules import REMIND, limits_by_site
from workflows.translation.standing import WHO_WORKS, standing_query

type Places = Mapping[tuple[int, str], Sequence[str]]

DAYS_LOOKED_AT = 400  # before and after today: what is owed for longer is overdue, by however much
MICROSECOND = timedelta(microseconds=1)
BEHIND = "~"  # sorts behind everything in a path
# Found once for all texts: joined with each of them, the planner takes them to be few, and looks through all each time.
HOMES = """
    select hp.path, h.site_id, sl.id, sl.language_code, tl.id, tl.language_code
    from sites_domains_sitehome h join wagtailcore_page hp on hp.id = h.home_id
    join wagtailcore_locale sl on sl.id = h.locale_id
    join sites_domains_sitehome ht on ht.site_id = h.site_id and ht.position > 0
    join wagtailcore_locale tl on tl.id = ht.locale_id
    where h.position = 0 and h.site_id = any(%(sites)s) and tl.language_code = any(%(locales)s)
"""
ONE_OF_THEM = """
join homes h on h.path = left(s.path, 8)
cross join lateral (select h.source as id, h.source_language as language_code) sl
cross join lateral (select h.target as id, h.target_language as language_code) tl
"""
SCOPE = """
cross join lateral (select h.site_id || '/' || tl.language_code as key) k
cross join lateral (select source.id is not null and exists (
    select 1 from jsonb_array_elements(%(owed)s::jsonb -> k.key) w
    where s.path like w ->> 0 || '%%' and (w -> 1 = '0' or w -> 1 = to_jsonb(s.content_type_id))) as owed) is_
where s.depth >= 2 and s.path >= %(first)s and s.path < %(last)s
    and exists (select 1 from jsonb_array_elements_text(%(places)s::jsonb -> k.key) p where s.path like p || '%%')
"""
ASKED = standing_query(
    "tr.id, tr.handled_by_id",
    "run.state",
    WHO_WORKS + SCOPE,
    homes=ONE_OF_THEM,
    more=""", is_.owed, tr.page_id is not null or t.id is not null, s.first_published_at, t.first_published_at,
        coalesce(source.text_sha256, tr.source_sha256), c.source_sha256""",
)
COLUMNS = """public_id, locale, source_locale, site_id, source_page, title, content_type, path, page, translation,
    handled_by, source_since, source_cause, public_since, since, causes, passage, withdrawn_at, source_withdrawn_at"""
WORK = f"""
with calendars(number, begins, worked) as materialized (
    values {{calendars}}
), homes(path, site_id, source, source_language, target, target_language) as materialized (
    {HOMES}
), standing({COLUMNS}, is_owed, is_begun, source_first, first, source_text, made_of) as (
    {ASKED}
), stated as (
    select *, case
            when public_since is null then null
            when source_since is null then source_withdrawn_at
            else (select min(at) from unnest(since) c(at)) end as outdated_since,
        case when is_first then array[source_since] else since end as owed_since,
        case when is_first then array[source_cause] else causes end as owed_causes
    from standing cross join lateral (select public_since is null and source_since is not null as is_first) f
), judged as (
    select stated.*, case
            when public_since is not null then case when outdated_since is null then 'current' else 'outdated' end
            when passage is not null then 'in_approval'
            when withdrawn_at is not null then 'withdrawn'
            when page is not null then 'draft' else 'none' end as state,
        passage is null and case
            when public_since is not null then outdated_since is null or source_since is null
            else withdrawn_at is not null and (source_since is null or withdrawn_at >= source_since) end as is_done
    from stated
), work as (
    select judged.*,
        (select min(at) from unnest(owed_since) c(at)) as owed_from, due.at as due_at, due.since as due_since,
        coalesce((%(soon)s::jsonb ->> judged.site_id::text), %(soon)s::jsonb ->> '')::timestamptz as soon
    from judged left join lateral (
        select c.since, d.begins[j.j] + (w.target - coalesce(d.worked[j.j - 1], 0)) * interval '1 microsecond' as at
        from unnest(owed_since, owed_causes) c(since, cause)
        join calendars d on d.number = coalesce((%(calendar_of)s::jsonb ->> judged.site_id::text)::int, 0)
        cross join lateral (select %(limits)s::jsonb as of_sites) r
        cross join lateral (select coalesce(r.of_sites -> judged.site_id::text, r.of_sites -> '') as said) l
        cross join lateral (select coalesce(l.said ->> c.cause, l.said ->> 'other', '0')::numeric as hours) n
        cross join lateral (select width_bucket(c.since, d.begins) as i) b
        cross join lateral (select (n.hours * 3600000000)::bigint + case when b.i = 0 then 0 else least(
            coalesce(d.worked[b.i - 1], 0) + (extract(epoch from c.since - d.begins[b.i]) * 1000000)::bigint,
            d.worked[b.i]) end as target) w
        cross join lateral (select least(width_bucket(w.target - 1, d.worked) + 1, cardinality(d.worked)) as j) j
        where n.hours > 0 order by 2 limit 1
    ) due on not is_done and (is_owed or public_since is not null)
)
"""  # noqa: S608 - constants


def ask(statement: str, *, places: Places, **values: Any) -> list[tuple[Any, ...]]:
    """What a statement over the rows of `work` finds in these places; one query for all rows.

    `places` are paths in the trees of the first languages, by site and language.
    """
    sites, locales = sorted({site for site, _locale in places}), sorted({locale for _site, locale in places})
    every = [path for paths in places.values() for path in paths]
    calendars, calendar_of, soon = _calendars(sites)
    given = {
        "now": clock.now(),
        "under_way": [PassageState.IN_PROGRESS, PassageState.SCHEDULED],
        "sites": sites,
        "locales": locales,
        "places": json.dumps({f"{site}/{locale}": list(paths) for (site, locale), paths in places.items()}),
        "owed": json.dumps(owed_in(sites, locales)),
        "first": min(every),
        "last": max(every) + BEHIND,
        "limits": json.dumps({str(site or ""): value for site, value in limits_by_site().items()} or {"": {}}),
        "calendar_of": json.dumps(calendar_of),
        "soon": json.dumps(soon),
        **values,
    }
    rows = []
    for number, calendar in enumerate(calendars):
        given[f"begins_{number}"], given[f"worked_{number}"] = _arrays(calendar)
        rows.append(f"({number}, %(begins_{number})s::timestamptz[], %(worked_{number})s::bigint[])")
    with connection.cursor() as cursor:
        cursor.execute(WORK.format(calendars=", ".join(rows)) + statement, given)
        return cursor.fetchall()


def homes_by_site() -> dict[int, str]:
    """The paths of the homes in the first languages, by site."""
    return dict(SiteHome.objects.filter(position=0).values_list("site_id", "home__path"))


def other_languages(sites: Collection[int] | None = None) -> list[str]:
    """The languages that these sites, or any, have opened beside their first ones."""
    homes = SiteHome.objects.filter(position__gt=0)
    homes = homes if sites is None else homes.filter(site__in=sites)
    codes = Locale.objects.filter(pk__in=homes.values("locale")).order_by("language_code")
    return list(codes.values_list("language_code", flat=True))


def _calendars(sites: Sequence[int]) -> tuple[list[WorkingCalendar], dict[str, int], dict[str, str]]:
    """The calendars that differ, the number of each site's where it is not the province's, and until when a limit has
    to end so that it is near; by site, and under "" for all others.
    """
    found, limits, now = working_calendars(sites), limits_by_site(), clock.now()
    different = list({calendar.weeks: calendar for calendar in (found[None], *found.values())}.values())
    numbers = {calendar.weeks: number for number, calendar in enumerate(different)}
    of_sites = {str(site): number for site in sites if (number := numbers[found[site].weeks])}
    soon = {}
    for site in (None, *sites):
        if site is None or site in limits or str(site) in of_sites:
            said = limits.get(site) or limits.get(None) or {}
            soon[str(site or "")] = found[site].add(now, timedelta(hours=said.get(REMIND, 0))).isoformat()
    return different, of_sites, soon


def _arrays(calendar: WorkingCalendar) -> tuple[list[datetime], list[int]]:
    """When each stretch of work begins, and how many microseconds have been worked at its end."""
    first, begins, worked, done = clock.today() - timedelta(days=DAYS_LOOKED_AT), [], [], 0
    for number in range(2 * DAYS_LOOKED_AT):
        for start, end in calendar.spans(first + timedelta(days=number)):
            done += (end - start) // MICROSECOND
            begins.append(start)
            worked.append(done)
    return begins, worked
