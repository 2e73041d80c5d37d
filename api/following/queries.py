"""The queries of `GET /changes/`: one for each answer, over the log and what is current.

Why a reader neither skips nor repeats a change is said in ADR 28.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from api.content.queries import HEAD, KEPT, Question
from api.following.serializers import HEAVY
from api.http.cursors import Cursor, cursor_from, not_ours
from api.http.problems import Problem
from api.publications.selectors import NO_HASH

LOOKED_THROUGH = 1_000  # versions at most for one answer, where a filter may leave out many
NO_DUE = "select null::timestamptz"  # no answer here is kept so long that a planned change could come before
LARGEST = 10**18
LENGTH_OF_HASH = 64

# What a filter says of a version, or of the one before it of the same thing: its own columns never change.
WITHIN_SITES = "{row}.frame -> '_scope' @> to_jsonb(h.site_id)"
OF_TYPE = "{row}.kind = 'page' and {row}.frame ->> '_type' = any(%(type)s)"
STILL_WITHIN_SITES = "c.scope @> array[h.site_id]"
STILL_OF_TYPE = "c.kind = 'page' and c.type = any(%(type)s)"
HOSTNAME = "coalesce(v.frame ->> 'site', v.frame ->> 'hostname')"
IS_THERE = "(c.state = 'live' or c.kind = 'address' and c.state = 'redirect')"

# A language counts as long as something was said in it: whoever follows it hears of its closing.
KNOWN = """
cross join lateral (
  select coalesce(%(number)s, (select max(m.seq) from api_publications_version m), 0) as number,
    %(number)s::bigint is null or (%(number)s = 0 and %(hash)s::text = %(no_hash)s::text) or exists (
      select from api_publications_version s where s.seq = %(number)s and s.hash = %(hash)s) as is_known,
    %(locale)s::text is null or %(locale)s = any(h.languages) or exists (
      select from api_publications_current l where l.site = h.site and l.locale = %(locale)s) as has_locale
  offset 0
) k
"""
FOLLOWED = """
select {head}, r.*, k.is_known, k.has_locale, e.seq, e.hash, e.seq < e.last
from h {known}
cross join lateral (
  select coalesce(v.seq, 0) as seq, coalesce(v.hash, %(no_hash)s) as hash, n.last from (
    select coalesce({window}, m.last) as ends, m.last from (
      select coalesce(max(seq), 0) as last from api_publications_version) m
  ) n left join api_publications_version v on v.seq = n.ends offset 0
) e
left join lateral (
  select v.seq, v.hash, v.at, v.kind, v.public_id, v.locale, v.site, {hostname},
    v.state, v.causes, w.within, c.seq is not null, b.erased_at is not null, c.path,
    case when w.within then {whole} end
  from (select * from api_publications_version v where {walk} and v.seq > %(number)s order by v.seq {most_seen}) v
  cross join lateral (select coalesce({within}, false) as within offset 0) w
  left join api_publications_current c on c.kind = v.kind and c.public_id = v.public_id and c.locale = v.locale
    and c.site = v.site and c.seq = v.seq
  left join api_publications_body b on b.sha256 = v.body_id
  where {language} and {matches}
  order by v.seq limit {most}
) r on k.is_known
"""
BEFORE = """(w.within or coalesce((
    select {within} from api_publications_version p where p.kind = v.kind and p.public_id = v.public_id
      and p.locale = v.locale and p.site = v.site and p.seq < v.seq order by p.seq desc limit 1), false))"""
BEGUN = """
select {head}, r.*, k.is_known, k.has_locale, k.number, coalesce(e.hash, %(no_hash)s),
  {window}
from h {known}
left join api_publications_version e on e.seq = k.number
left join lateral (
  select c.seq, v.hash, v.at, c.kind, c.public_id, c.locale, c.site, {hostname},
    c.state, v.causes, true, true, false, c.path, {whole}
  from (
    select * from api_publications_current c where {walk} and c.seq > %(after)s and c.seq <= k.number
    order by c.seq {most_seen}
  ) c join api_publications_version v on v.seq = c.seq
  where {language} and {there} and {within}
  order by c.seq limit {most}
) r on k.is_known
"""
END_OF_WINDOW = f"""
(select {{row}}.seq from {{table}} {{row}} where {{walk}} and {{row}}.seq > {{after}}{{until}} order by {{row}}.seq
 offset {LOOKED_THROUGH - 1} limit 1)"""  # noqa: S608 - constants
PADDING = 5
# The estimate of the plan for all values is worse than the plan: it would be made anew for each answer, which takes
# twice as long as the answer.
PLANNED_ONCE = "set local plan_cache_mode = force_generic_plan"


@dataclass(frozen=True, slots=True)
class Way:
    """How one of the two is read: the statement, what its rows are called, from where on and up to where they go."""

    sql: str
    row: str
    table: str
    after: str
    until: str
    within_sites: str
    of_type: str


FOLLOWING = Way(FOLLOWED, "v", "api_publications_version", "%(number)s", "", WITHIN_SITES, OF_TYPE)
BEGINNING = Way(
    BEGUN,
    "c",
    "api_publications_current",
    "%(after)s",
    " and c.seq <= k.number",
    STILL_WITHIN_SITES,
    STILL_OF_TYPE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader stands: behind a number with its hash; in a snapshot that began there, behind the row `after`."""

    number: int | None = None
    hash: str = ""
    after: int | None = None

    @property
    def is_snapshot(self) -> bool:
        """Whether he still reads what was there when he began."""
        return self.number is None or self.after is not None

    @property
    def cursor(self) -> Cursor:
        """How it is written into an address."""
        rest = () if self.after is None else (str(self.after),)
        return Cursor((str(self.number), self.hash, *rest))


class Row(NamedTuple):
    """One change as the log has it. `whole` are the bytes of what is current, if this version is."""

    seq: int
    hash: str
    at: Any
    kind: str
    public_id: Any
    locale: str
    site: Any
    hostname: str
    state: str
    causes: Sequence[str]
    is_within: bool
    is_newest: bool
    is_erased: bool
    path: str | None
    whole: bytes | None


def place_in(since: str | None, cursor: str | None) -> Place:
    """Where a request stands. Raises a Problem that names the parameter that is none of ours."""
    if cursor is not None:
        begun = cursor_from(cursor, length=3)
        assert begun is not None  # noqa: S101 - None comes of None alone
        return Place(_number(begun.key[0], "cursor"), _hash(begun.key[1], "cursor"), _number(begun.key[2], "cursor"))
    read = cursor_from(since, length=2, name="since")
    return Place() if read is None else Place(_number(read.key[0], "since"), _hash(read.key[1], "since"))


def question_of(place: Place, values: Mapping[str, Any]) -> Question:
    """What the database is asked."""
    filters = (bool(values["include"]), bool(values["type"]), values["locale"] is not None)
    is_heavy = values["fields"] is None or not HEAVY.isdisjoint(values["fields"])
    way = BEGINNING if place.is_snapshot else FOLLOWING
    sql = _statement(way, filters, values["limit"] + 1, "c.whole" if is_heavy else "null::bytea")
    parameters = {
        "number": place.number,
        "hash": place.hash,
        "no_hash": NO_HASH,
        "locale": values["locale"],
        "type": list(values["type"] or ()),
        "after": place.after or 0,
    }
    return Question(sql, parameters, PADDING, NO_DUE, settings=PLANNED_ONCE)


@lru_cache(KEPT)
def _statement(way: Way, filters: tuple[bool, bool, bool], most: int, whole: str) -> str:
    has_subsites, has_types, has_locale = filters
    chosen = [way.within_sites] * has_subsites + [way.of_type] * has_types
    within, row = " and ".join(chosen) or "true", way.row
    walk = "true" if has_subsites else f"{row}.site = h.site"
    window = END_OF_WINDOW.format(row=row, table=way.table, walk=walk, after=way.after, until=way.until)
    may_leave_out = any(filters) or way is BEGINNING
    return way.sql.format(
        head=HEAD,
        known=KNOWN,
        hostname=HOSTNAME,
        there=IS_THERE,
        walk=walk,
        whole=whole,
        most=most,
        within=within.format(row=row),
        matches=BEFORE.format(within=within.format(row="p")) if chosen else "true",
        language=f"{row}.locale in (%(locale)s, '')" if has_locale else "true",
        window=window if may_leave_out else "null",
        most_seen=f"limit {LOOKED_THROUGH}" if may_leave_out else "",
    )


def _number(word: str, name: str) -> int:
    if not (word.isascii() and word.isdigit() and int(word) < LARGEST and str(int(word)) == word):
        raise Problem("invalid_cursor", errors=not_ours(name))
    return int(word)


def _hash(word: str, name: str) -> str:
    if len(word) != LENGTH_OF_HASH or not set(word) <= set("0123456789abcdef"):
        raise Problem("invalid_cursor", errors=not_ours(name))
    return word
