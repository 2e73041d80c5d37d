"""The query of the search: hits, facets and one ranked page at once, over narrow rows.

However many hits there are, only the `NEWEST` of them and the newest `LED` whose title or tags say it are ranked; who
wants to go deeper narrows by a filter. Facets and count are exact to 10,000. Why so, and what it costs: ADR 0011.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from api.content.lists import IN_LANGUAGE, Conditions, moment_in, public_id_in
from api.content.queries import COUNTED, HEAD
from api.http.cursors import NOT_OURS, Cursor
from api.http.problems import Problem
from api.search.compiling import Compiled
from api.search.lexicon import VERSION
from cms.textstandard.folding import has_marks

NEWEST = 300
LED = 200
MOST_HITS = 50_000
# Vectors lie beside their rows, which the planner does not count: reading them all costs more than any index.
SETTINGS = "set local enable_seqscan = off; set local jit = off; set local plan_cache_mode = force_custom_plan"
# Said so that no index of the newest answers it, for the same reason: the words are looked up in theirs.
OF_THE_LANGUAGE = IN_LANGUAGE.replace("c.locale", "c.locale || ''")
SCORE_IN_CURSOR = re.compile(r"[0-9]\.[0-9]{6}")
ALL_OF_THEM = 0b1111  # of the parts: grouped by nothing
# What is left out may stand in the body alone; the lead of an English item holds words beside their stems.
LED_IS_HIT = "and c.current_id in (select current_id from hit)"
ENGLISH = "en"  # the language that is searched by its stems; of all others accents are optional
CONFIGURATIONS = {ENGLISH: "en_plain"}
PLAIN = "to_tsquery('{configuration}', %(every)s)"
WRITTEN = "to_tsquery('{configuration}', %(written)s)"
NEAR = "to_tsquery('{configuration}', %(near)s)"
PHRASE = "to_tsquery('{configuration}', %(phrase)s)"
EXACT = "to_tsquery('simple', %(exact)s)"
NUMBERS = "to_tsquery('simple', %(numbers)s)"
SCORE = "ts_rank(f.plain, {plain}, 32) + ts_rank(f.exact, " + EXACT + ", 32)"
# what has the words only in a file comes after what has them itself
SCORE_OF_FILES = "case when f.files is null or f.plain @@ {plain} then 1 else 0.2 end"
# who writes marks means them: what has all words with these very marks comes before everything else
WITH_MARKS = f"case when f.exact @@ {EXACT} then 2 else 0 end"
AS_WRITTEN = f"case when f.plain @@ {WRITTEN} then 1 when f.plain @@ {NEAR} then 0.25 else 0 end"
AS_A_PHRASE = f"case when f.plain @@ {PHRASE} or f.files @@ {PHRASE} then 0.5 else 0 end"
OF_THE_NUMBER = f"case when f.plain @@ {NUMBERS} then 3 else 0 end"
LEXEMES = "(select array_agg((ts_lexize('english_stem', word))[1]) from unnest(%(sought)s::text[]) word)"
SEARCH = """
, hit as materialized (
  select c.current_id, c.public_id, c.site, c.type, c.year, c.agency, c.sort_at
  from h join api_publications_findable c on {where} and (c.plain @@ {plain} or c.files @@ {plain})
  limit {most_hits}
), counted as materialized (
  select * from hit limit {counted}
), candidate as (
  (select current_id from hit order by sort_at desc, public_id limit {newest})
  union (
    select c.current_id from h join api_publications_findable c on {where} and c.lead @@ {plain} {led_is_hit}
    order by c.sort_at desc, c.public_id limit {led}
  )
), ranked as materialized (
  select f.current_id, f.public_id, f.sort_at, round(({score})::numeric, 6) as score
  from candidate join api_publications_findable f using (current_id)
), page as materialized (
  select * from ranked where {after}
  order by score {order}, sort_at {order}, public_id {order} limit %(most)s
), parts as materialized (
  select site, type, year, agency, count(*) as n, max(current_id) as sample, grouping(site, type, year, agency) as of
  from counted group by grouping sets ((site), (type), (year), (agency), ())
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
FACET = """(
  select coalesce(jsonb_agg(jsonb_build_object('value', value, {more}'count', n) order by n desc, value), '[]')
  from (select * from ({rows}) part order by n desc limit {longest}) facet)"""
PART = "select {value} as value, n from parts where {value} is not null"
SITES = """select v.canonical as value, n from parts
  join api_publications_hostrow v on v.site = parts.site and v.hostname = v.canonical"""
AGENCIES = """select parts.agency as value, n, convert_from(v.list_form, 'UTF8')::jsonb #>> '{agency,name}' as name
  from parts join api_publications_current v on v.id = parts.sample where parts.agency is not null"""
LONGEST = 100
FACETS = "jsonb_build_object('site', {}, 'type', {}, 'year', {}, 'agency', {})::text".format(
    FACET.format(rows=SITES, more="", longest=LONGEST),
    FACET.format(rows=PART.format(value="type"), more="", longest=LONGEST),
    FACET.format(rows=PART.format(value="year"), more="", longest=LONGEST),
    FACET.format(rows=AGENCIES, more="'name', name, ", longest=LONGEST),
)


def search_query(
    conditions: Conditions, *, queries: Compiled, sought: Sequence[str], cursor: Cursor | None, most: int
) -> str:
    """The SQL of one page of hits, with one row more than asked for, and in English the stems of the words that are
    `sought`. Adds its parameters to the conditions.
    """
    locale = conditions.parameters["locale"]
    plain = PLAIN.format(configuration=_configuration(locale))
    after, order = "true", "desc"
    if cursor is not None:
        order = "asc" if cursor.is_backward else "desc"
        after = f"(score, sort_at, public_id) {'>' if cursor.is_backward else '<'} (%(score)s, %(sort_at)s, %(last)s)"
        conditions.parameters |= dict(zip(("score", "sort_at", "last"), key_of(cursor), strict=True))
    conditions.parameters |= {**asdict(queries), "sought": list(sought), "most": most + 1}
    return SEARCH.format(
        plain=plain,
        where=" and ".join(OF_THE_LANGUAGE if said == IN_LANGUAGE else said for said in conditions.where),
        counted=COUNTED + 1,
        newest=NEWEST,
        led=LED,
        led_is_hit=LED_IS_HIT if locale == ENGLISH or "!" in queries.written else "",
        all_of_them=ALL_OF_THEM,
        most_hits=MOST_HITS,
        score=_score(queries, locale),
        lexemes=LEXEMES if locale == ENGLISH else "null::text[]",
        version=VERSION,
        in_files=IN_FILES,
        after=after,
        order=order,
        head=HEAD,
        known=", ".join(conditions.known.values()),
        facets=FACETS,
    )


def _configuration(locale: str | None) -> str:
    return CONFIGURATIONS.get(locale or "", "vi_plain")


def _score(queries: Compiled, locale: str | None) -> str:
    """How good a hit is: nothing is asked of a vector that cannot make a difference."""
    parts = [f"({SCORE}) * {SCORE_OF_FILES}"]
    parts += [WITH_MARKS] if has_marks(queries.written) else []
    parts += [AS_WRITTEN] if queries.is_widened else []
    parts += [AS_A_PHRASE] if queries.phrase else []
    parts += [OF_THE_NUMBER] if queries.numbers else []
    configuration = _configuration(locale)
    return " + ".join(parts).format(plain=PLAIN.format(configuration=configuration), configuration=configuration)


def key_of(cursor: Cursor) -> tuple[Decimal, datetime, UUID]:
    """Score, moment and public id of a cursor. Raises a Problem if they are none."""
    if not SCORE_IN_CURSOR.fullmatch(cursor.key[0]):
        raise Problem("invalid_cursor", errors=NOT_OURS)
    return Decimal(cursor.key[0]), moment_in(cursor.key[1]), public_id_in(cursor.key[2])
