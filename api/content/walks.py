"""The SQL of lists: walks through an index in which what is sought stands in order, the newest first (ADR 36).

A statement is planned once, before anybody knows what is sought. What is sought may be everywhere or nowhere, may be
of today or of years ago: a plan made from averages then reads all of it and sorts it. So each walk is a subquery with
its own LIMIT over one index and nothing else, and where one does not do, the newest of each are put together.
"""

from dataclasses import dataclass

# A row of `Current` or of `Filed` is called `c`; `w` is the row of `Current` of what is filed.
ON_SITE = "c.site = h.site"
ON_EACH = "c.site = s.site"
BELOW = """(
  select s.site from api_publications_current s where s.kind = 'site' and s.scope @> array[h.site_id]) s"""
# Below the portal lies nearly everything: it is looked at in each row, not looked up. The planner takes half of all
# rows to meet a `coalesce`; by what it knows of lists of sites it would expect none, and read everything to find them.
ABOVE_ALL = "coalesce(c.scope @> array[h.site_id], false)"
ABOVE_ALL_FILED = """coalesce(c.site <> all(array(
  select o.site from api_publications_current o where o.kind = 'site' and not o.scope @> array[h.site_id])), true)"""
IN_LANGUAGE = "c.locale = coalesce(%(locale)s, h.first_locale)"
IN_FIRST_LANGUAGE = """c.locale = h.first_locale and h.first_locale <> %(locale)s and not exists (
  select from api_publications_current o where o.kind = 'page' and o.state = 'live' and o.public_id = c.public_id
    and o.site = c.site and o.locale = %(locale)s {row_by_row})"""
KEYS = "unnest(%(walked)s::text[]) k(term)"
FILED = "select {columns} from api_publications_filed c where c.term = k.term and {where} {ending}"
LIVE = (
    "select {columns} from api_publications_current c where c.kind = 'page' and c.state = 'live' and {where} {ending}"
)
LOOKED_UP = "(select {what} from api_publications_current w where w.id = c.current_id)"
OF_EACH = "select c.* from {each} cross join lateral ({walk}) c {ending}"
WITH_SUBSITES = """
select c.* from (
  (select * from ({of_all}) c where h.is_portal) union all (select * from ({of_each}) c where not h.is_portal)
) c {ending}"""
WITH_FALLBACK = """
with asked as materialized ({asked})
select c.* from (select * from asked union all select * from ({first}) c) c {ending}"""
NEWEST = "order by c.sort_at {order}, c.public_id {order} limit {most}"
# What the asked language has fills a page as far as this: behind it the other one is not walked.
AS_FAR = " and c.sort_at {beyond} (select case count(*) when {most} then {last}(sort_at) else '{end}' end from asked)"


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list shows: of what is filed under one of the keys `walked`, or of all that is live."""

    where: tuple[str, ...]
    looked_up: tuple[str, ...]
    is_filed: bool
    has_subsites: bool
    has_fallback: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken of a walk: columns, how each walk ends, how all together end, how far the other language goes."""

    columns: str
    of_each: str = ""
    of_all: str = ""
    as_far: str = ""
    is_row_by_row: bool = True


def newest(columns: str, most: int, *, is_backward: bool = False) -> Taken:
    """So many of the newest, or of the oldest if the walk goes backwards."""
    ending = NEWEST.format(order="asc" if is_backward else "desc", most=most)
    beyond, last, end = ("<=", "max", "infinity") if is_backward else (">=", "min", "-infinity")
    return Taken(columns, ending, ending, AS_FAR.format(beyond=beyond, most=most, last=last, end=end))


def any_of(columns: str, most: int) -> Taken:
    """So many, whichever."""
    return Taken(columns, f"limit {most}", f"limit {most}")


def walk(sought: Sought, taken: Taken) -> str:
    """The SELECT of what is taken of everything that is sought."""
    asked = _on_sites(sought, IN_LANGUAGE, taken)
    if not sought.has_fallback:
        return asked
    language = IN_FIRST_LANGUAGE.format(row_by_row="offset 0" if taken.is_row_by_row else "")
    first = _on_sites(sought, language + taken.as_far, taken)
    return WITH_FALLBACK.format(asked=asked, first=first, ending=taken.of_all)


def _on_sites(sought: Sought, language: str, taken: Taken) -> str:
    if not sought.has_subsites:
        return _among(sought, (ON_SITE, language), taken)
    above_all = ABOVE_ALL_FILED if sought.is_filed else ABOVE_ALL
    return WITH_SUBSITES.format(
        of_all=_among(sought, (language, above_all), taken),
        of_each=_among(sought, (ON_EACH, language), taken, BELOW),
        ending=taken.of_all,
    )


def _among(sought: Sought, where: tuple[str, ...], taken: Taken, *each: str) -> str:
    """A walk, or one for each site or key, put together."""
    every = [*where, *sought.where]
    if sought.looked_up:
        every.append(LOOKED_UP.format(what=" and ".join(sought.looked_up)))
    source = FILED if sought.is_filed else LIVE
    one = source.format(columns=taken.columns, where=" and ".join(every), ending=taken.of_each)
    each = (*each, KEYS) if sought.is_filed else each
    return OF_EACH.format(each=" cross join ".join(each), walk=one, ending=taken.of_all) if each else one
