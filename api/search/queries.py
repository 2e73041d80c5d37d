"""The query of the search: hits, facets and one ranked page at once, over narrow rows.

However many hits there are, only the `NEWEST` of them and the newest `LED` whose title or tags say it are ranked; who
wants to go deeper narrows by a filter. Facets and count are exact to 10,000. Why so, and what it costs: ADR 0011.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from api.content.lists import Conditions, moment_in, public_id_in
from api.content.queries import COUNTED, HEAD
from api.http.cursors import NOT_OURS, Cursor
from api.http.problems import Problem
from api.search.folding import has_marks

NEWEST = 400
LED = 200
MOST_HITS = 50_000
# Vectors lie beside their rows, which the planner does not count: reading them all costs more than any index.
SETTINGS = "set local enable_seqscan = off; set local jit = off;"
SCORE_IN_CURSOR = re.compile(r"[0-9]\.[0-9]{6}")
ENGLISH = "en"  # the language that is searched by its stems; of all others accents are optional
PLAIN = "websearch_to_tsquery('vi_plain', %(q)s)"
STEMS = "websearch_to_tsquery('en_plain', %(q)s)"
EXACT = "websearch_to_tsquery('simple', %(q)s)"
SCORE = "ts_rank(f.plain, {plain}, 32) + ts_rank(f.exact, " + EXACT + ", 32)"
# who writes marks means them: what has all words with these very marks comes before everything else
SCORE_WITH_MARKS = f"{SCORE} + case when f.exact @@ {EXACT} then 2 else 0 end"
LEXEMES = "(select array_agg((ts_lexize('english_stem', word))[1]) from unnest(%(sought)s::text[]) word)"
SEARCH = """
, hit as materialized (
  select c.current_id, c.public_id, c.site, c.type, c.year, c.agency, c.sort_at
  from h join api_publications_findable c on {where} and c.plain @@ {plain} limit {most_hits}
), counted as materialized (
  select * from hit limit {counted}
), candidate as (
  (select current_id from hit order by sort_at desc, public_id limit {newest})
  union (
    select c.current_id from h join api_publications_findable c on {where} and c.lead @@ {plain} and c.plain @@ {plain}
    order by c.sort_at desc, c.public_id limit {led}
  )
), ranked as materialized (
  select f.current_id, f.public_id, f.sort_at, round(({score})::numeric, 6) as score
  from candidate join api_publications_findable f using (current_id)
), page as materialized (
  select * from ranked where {after}
  order by score {order}, sort_at {order}, public_id {order} limit %(most)s
), parts as materialized (
  select site, type, year, agency, count(*) as n, max(current_id) as sample
  from counted group by grouping sets ((site), (type), (year), (agency))
)
select {head}, r.*, (select count(*) from counted), array[{known}]::boolean[], {facets}, {lexemes}
from h left join lateral (
  select c.list_form, c.words, p.score, p.sort_at, p.public_id
  from page p join api_publications_current c on c.id = p.current_id
) r on true
order by r.score {order}, r.sort_at {order}, r.public_id {order}
"""
FACET = """(
  select coalesce(jsonb_agg(jsonb_build_object('value', value, {more}'count', n) order by n desc, value), '[]')
  from (select * from ({rows}) part order by n desc limit {longest}) facet)"""
PART = "select {value} as value, n from parts where {value} is not null"
SITES = """select v.canonical as value, n from parts
  join api_publications_hostrow v on v.site = parts.site and v.hostname = v.canonical"""
AGENCIES = """select parts.agency as value, n, convert_from(v.list_form, 'UTF8')::jsonb #>> '{agency,name}' as name
  from parts join api_publications_current v on v.id = parts.sample where parts.agency is not null"""
LONGEST = 100
FACETS = "jsonb_build_object('site', {}, 'type', {}, 'year', {}, 'agency', {})".format(
    FACET.format(rows=SITES, more="", longest=LONGEST),
    FACET.format(rows=PART.format(value="type"), more="", longest=LONGEST),
    FACET.format(rows=PART.format(value="year"), more="", longest=LONGEST),
    FACET.format(rows=AGENCIES, more="'name', name, ", longest=LONGEST),
)


def search_query(conditions: Conditions, *, words: str, sought: Sequence[str], cursor: Cursor | None, most: int) -> str:
    """The SQL of one page of hits, with one row more than asked for, and in English the stems of the words that are
    `sought`. Adds its parameters to the conditions.
    """
    is_english = conditions.parameters["locale"] == ENGLISH
    plain = STEMS if is_english else PLAIN
    after, order = "true", "desc"
    if cursor is not None:
        order = "asc" if cursor.is_backward else "desc"
        after = f"(score, sort_at, public_id) {'>' if cursor.is_backward else '<'} (%(score)s, %(sort_at)s, %(last)s)"
        conditions.parameters |= dict(zip(("score", "sort_at", "last"), key_of(cursor), strict=True))
    conditions.parameters |= {"q": words, "sought": list(sought), "most": most + 1}
    return SEARCH.format(
        plain=plain,
        where=" and ".join(conditions.where),
        counted=COUNTED + 1,
        newest=NEWEST,
        led=LED,
        most_hits=MOST_HITS,
        score=(SCORE_WITH_MARKS if has_marks(words) else SCORE).format(plain=plain),
        lexemes=LEXEMES if is_english else "null::text[]",
        after=after,
        order=order,
        head=HEAD,
        known=", ".join(conditions.known.values()),
        facets=FACETS,
    )


def key_of(cursor: Cursor) -> tuple[Decimal, datetime, UUID]:
    """Score, moment and public id of a cursor. Raises a Problem if they are none."""
    if not SCORE_IN_CURSOR.fullmatch(cursor.key[0]):
        raise Problem("invalid_cursor", errors=NOT_OURS)
    return Decimal(cursor.key[0]), moment_in(cursor.key[1]), public_id_in(cursor.key[2])
