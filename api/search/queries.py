"""The query of the search: hits, facets and one ranked page at once, over narrow rows.

However many hits there are, only the `NEWEST` of them and the newest `LED` whose title or tags say it are ranked; who
wants to go deeper narrows by a filter. Facets and count are exact to 10,000. Why so, and what it costs: ADR 0011.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from api.content.lists import WITH_SUBSITES, Conditions, moment_in, public_id_in
from api.content.queries import COUNTED, HEAD
from api.http.cursors import NOT_OURS, Cursor
from api.http.problems import Problem
from api.search.compiling import Compiled
from api.search.facets import FACETS
from api.search.lexicon import VERSION
from cms.textstandard.folding import has_marks

NEWEST = 300
LED = 200
MOST_HITS = 50_000
# Vectors lie beside their rows, which the planner does not count: reading them all costs more than any index. One plan
# serves every question: not knowing the words, the planner takes them to be rare and looks them up in their index.
SETTINGS = "set local enable_seqscan = off; set local jit = off; set local plan_cache_mode = force_generic_plan"
# No index answers it here, and thousands of rows are asked.
OF_THE_SITES = "h.site_id = any(c.scope)"
SCORE_IN_CURSOR = re.compile(r"[0-9]\.[0-9]{6}")
ALL_OF_THEM = 0b1111  # of the parts: grouped by nothing
# What is left out may stand in the body alone; the lead of an English item holds words beside their stems.
LED_IS_HIT = "and c.current_id in (select current_id from hit)"
ENGLISH = "en"  # the language that is searched by its stems; of all others accents are optional
CONFIGURATIONS = {ENGLISH: "en_plain"}
# Each question once; of what was not asked there is nothing, for which no vector is read.
ASKED = """
, q as materialized (
  select
    to_tsquery('{configuration}', %(every)s) as plain,
    to_tsquery('simple', %(exact)s) as exact,
    to_tsquery('simple', nullif(%(marks)s, '')) as marks,
    to_tsquery('{configuration}', nullif(%(written)s, '')) as written,
    to_tsquery('{configuration}', nullif(%(near)s, '')) as near,
    to_tsquery('{configuration}', nullif(%(phrase)s, '')) as phrase,
    to_tsquery('simple', nullif(%(numbers)s, '')) as numbers
)"""
PLAIN = "(select plain from q)"
LEXEMES = "(select array_agg((ts_lexize('english_stem', word))[1]) from unnest(%(sought)s::text[]) word)"
SCORE = """
  (ts_rank(f.plain, q.plain, 32) + ts_rank(f.exact, q.exact, 32))
    -- what has the words only in a file comes after what has them itself
    * case when f.files is null or f.plain @@ q.plain then 1 else 0.2::float8 end
    -- who writes marks means them: what has all words with these very marks comes before everything else
    + case when f.exact @@ q.marks then 2 else 0 end
    + case when f.plain @@ q.written then 1 when f.plain @@ q.near then 0.25::float8 else 0 end
    + case when f.plain @@ q.phrase or f.files @@ q.phrase then 0.5::float8 else 0 end
    + case when f.plain @@ q.numbers then 3 else 0 end"""
SEARCH = """{asked}, hit as materialized (
  select c.current_id, c.public_id, c.site, c.type, c.year, c.agency, c.sort_at
  from h join api_publications_findable c on {where} and (c.plain @@ {plain} or c.files @@ {plain})
  limit {most_hits}
), candidate as (
  (select current_id from hit order by sort_at desc, public_id limit {newest})
  union (
    select c.current_id from h join api_publications_findable c on {where} and c.lead @@ {plain} {led_is_hit}
    order by c.sort_at desc, c.public_id limit {led}
  )
), ranked as materialized (
  select f.current_id, f.public_id, f.sort_at, round(({score})::numeric, 6) as score
  from q, candidate join api_publications_findable c using (current_id), lateral (
    -- what lies beside the row is fetched into an array once, and not for each time that it is asked
    select c.current_id, c.public_id, c.sort_at, c.files, (array[c.plain])[1] as plain, (array[c.exact])[1] as exact
    offset 0
  ) f
), page as materialized (
  select * from ranked where {after}
  order by score {order}, sort_at {order}, public_id {order} limit %(most)s
), divided as materialized (
  select site, type, year, agency, count(*) as n, max(current_id) as sample
  from (select * from hit limit {counted}) counted group by site, type, year, agency
), parts as materialized (
  select site, type, year, agency, coalesce(sum(n), 0)::bigint as n, max(sample) as sample,
    grouping(site, type, year, agency) as of
  from divided group by grouping sets ((site), (type), (year), (agency), ())
)
select {head}, r.*, (select n from parts where parts.of = {all_of_them}), array[{known}]::boolean[], {facets},
  {lexemes}, {version}
from h left join lateral (
  select c.list_form, c.words, case when f.files is null or f.plain @@ {plain} then null else {in_files} end,
    p.score, p.sort_at, p.public_id
  from page p join api_publications_current c on c.id = p.current_id
    join api_publications_findable f on f.current_id = p.current_id
) r on true
order by r.score {order}, r.sort_at {order}, r.public_id {order}
"""
IN_FILES = """(
  select jsonb_agg(jsonb_build_array(t.name, t.text))::text from api_publications_filetext t
  where t.name = any(publications_names(c.words[8])) and t.state = 'read')"""


def search_query(
    conditions: Conditions, *, queries: Compiled, sought: Sequence[str], cursor: Cursor | None, most: int
) -> str:
    """The SQL of one page of hits, with one row more than asked for, and in English the stems of the words that are
    `sought`. Adds its parameters to the conditions.
    """
    locale = conditions.parameters["locale"]
    after, order = "true", "desc"
    if cursor is not None:
        order = "asc" if cursor.is_backward else "desc"
        after = f"(score, sort_at, public_id) {'>' if cursor.is_backward else '<'} (%(score)s, %(sort_at)s, %(last)s)"
        conditions.parameters |= dict(zip(("score", "sort_at", "last"), key_of(cursor), strict=True))
    conditions.parameters |= {**_asked(queries), "sought": list(sought), "most": most + 1}
    return SEARCH.format(
        asked=ASKED.format(configuration=CONFIGURATIONS.get(locale or "", "vi_plain")),
        plain=PLAIN,
        where=" and ".join(OF_THE_SITES if said == WITH_SUBSITES else said for said in conditions.of_a_row),
        counted=COUNTED + 1,
        newest=NEWEST,
        led=LED,
        led_is_hit=LED_IS_HIT if locale == ENGLISH or "!" in queries.written else "",
        all_of_them=ALL_OF_THEM,
        most_hits=MOST_HITS,
        score=SCORE,
        lexemes=LEXEMES if locale == ENGLISH else "null::text[]",
        version=VERSION,
        in_files=IN_FILES,
        after=after,
        order=order,
        head=HEAD,
        known=", ".join(conditions.known.values()),
        facets=FACETS,
    )


def _asked(queries: Compiled) -> dict[str, str]:
    """The texts of the queries; empty what can make no difference."""
    return {
        "every": queries.every,
        "exact": queries.exact,
        "marks": queries.exact if has_marks(queries.written) else "",
        "written": queries.written if queries.is_widened else "",
        "near": queries.near if queries.is_widened else "",
        "phrase": queries.phrase,
        "numbers": queries.numbers,
    }


def key_of(cursor: Cursor) -> tuple[Decimal, datetime, UUID]:
    """Score, moment and public id of a cursor. Raises a Problem if they are none."""
    if not SCORE_IN_CURSOR.fullmatch(cursor.key[0]):
        raise Problem("invalid_cursor", errors=NOT_OURS)
    return Decimal(cursor.key[0]), moment_in(cursor.key[1]), public_id_in(cursor.key[2])
