"""The list of content: newest first, by key, one query whatever page is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from api.content.queries import COUNTED, DUE_ON_SITE, DUE_ON_SITES, HEAD, KEPT, Found
from api.http.cursors import NOT_OURS, Cursor
from api.http.problems import Problem

LIVE = "c.kind = 'page' and c.state = 'live'"
IN_LANGUAGE = "c.locale = coalesce(%(locale)s, h.first_locale)"
OR_FALLBACK = (
    "(c.locale = coalesce(%(locale)s, h.first_locale) or (c.locale = h.first_locale and not exists ("
    "select from api_publications_current o where o.kind = 'page' and o.state = 'live' and o.public_id = c.public_id"
    " and o.site = c.site and o.locale = %(locale)s)))"
)
ON_SITE = "c.site = h.site"
WITH_SUBSITES = "c.scope @> array[h.site_id]"
AMONG_ALL = f"({WITH_SUBSITES}) is true"  # looked at in each row, not looked up
SECTION_IS_KNOWN = (
    "exists (select from api_publications_current s where s.kind = 'page' and s.public_id = %(section)s"
    " and s.state = 'live' and s.type in ('section', 'home') and s.scope @> array[h.site_id])"
)
TERM_IS_KNOWN = (
    "exists (select from api_publications_current v where v.kind = 'site' and v.state = 'live'"
    " and v.terms @> array[%({name})s])"
)


@dataclass(slots=True)
class Conditions:
    """The filters of one list, as SQL with its parameters; `known` checks that a filter names something.

    `due` selects when something on the site or sites that are asked is planned to change.
    """

    where: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    due: str = DUE_ON_SITE

    def add(self, condition: str, **parameters: Any) -> None:
        """One more condition."""
        self.where.append(condition)
        self.parameters |= parameters


def conditions_of(values: Mapping[str, Any]) -> Conditions:
    """The conditions that the values of the parameters ask for, on rows that are called `c`."""
    conditions = Conditions(due=DUE_ON_SITES if values["include"] else DUE_ON_SITE)
    conditions.add(WITH_SUBSITES if values["include"] else ON_SITE)
    conditions.add(OR_FALLBACK if values.get("fallback") else IN_LANGUAGE, locale=values["locale"])
    if values["type"]:
        conditions.add("c.type = any(%(type)s)", type=list(values["type"]))
    terms = _terms(values, conditions)
    if terms:
        conditions.add("c.terms @> %(terms)s", terms=terms)
    if values["published_after"]:
        conditions.add("c.sort_at >= %(after)s", after=values["published_after"])
    if values["published_before"]:
        conditions.add("c.sort_at < %(before)s", before=values["published_before"])
    return conditions


def _terms(values: Mapping[str, Any], conditions: Conditions) -> list[str]:
    """The filter keys that a row has to have. Section, category and agency have to exist."""
    terms = [f"{name}:{values[name]}" for name in ("section", "category", "agency", "tag") if values[name]]
    if values["section"]:
        conditions.known["section"] = SECTION_IS_KNOWN
        conditions.parameters["section"] = values["section"]
    for name in ("category", "agency"):
        if values[name]:
            conditions.known[name] = TERM_IS_KNOWN.format(name=f"term_{name}")
            conditions.parameters[f"term_{name}"] = f"{name}:{values[name]}"
    return terms


LIST = "select {head}, r.*, {said} from h {told} left join lateral ({rows}) r on true"
ROWS = """
select c.list_form, c.etag, c.sort_at, c.public_id
from api_publications_current c where {where} order by c.sort_at {order}, c.public_id {order} limit {most}"""
# Below the portal lies nearly everything: what is newest of all is walked through. Below others lies little: the
# newest of each site are put together. The planner knows neither, and would read all and sort it.
ROWS_WITH_SUBSITES = """
select * from (
  (select * from ({of_all}) a where h.is_portal) union all
  (select n.* from api_publications_current s cross join lateral ({of_one}) n
   where s.kind = 'site' and {within} and not h.is_portal)
) c order by c.sort_at {order}, c.public_id {order} limit {most}"""
# What is said of all rows together, found out once.
TOLD = "cross join lateral (select {count} as counted, array[{known}]::boolean[] as known offset 0) k"
COUNT = "(select count(*) from (select from api_publications_current c where {where} limit {most}) n)"


def list_query(conditions: Conditions, *, cursor: Cursor | None, limit: int, is_counted: bool) -> str:
    """The SQL of one page of the list; it looks for one row more than asked for. Adds the cursor's parameters."""
    every = " and ".join([LIVE, *conditions.where])
    where, order = every, "desc"
    if cursor is not None:
        sort_at, public_id = key_of(cursor)
        conditions.parameters |= {"sort_at": sort_at, "last": public_id}
        order = "asc" if cursor.is_backward else "desc"
        where += f" and (c.sort_at, c.public_id) {'>' if cursor.is_backward else '<'} (%(sort_at)s, %(last)s)"
    count = COUNT.format(where=every, most=COUNTED + 1) if is_counted else ""
    return _put_together(where, order, limit + 1, count, ", ".join(conditions.known.values()))


@lru_cache(KEPT)
def _put_together(where: str, order: str, most: int, count: str, known: str) -> str:
    is_told = count or known
    return LIST.format(
        head=HEAD,
        said="k.counted, k.known" if is_told else "null, null",
        told=TOLD.format(count=count or "null", known=known) if is_told else "",
        rows=_rows(where, order=order, most=most),
    )


def _rows(where: str, **given: Any) -> str:
    if WITH_SUBSITES not in where:
        return ROWS.format(where=where, **given)
    return ROWS_WITH_SUBSITES.format(
        of_all=ROWS.format(where=where.replace(WITH_SUBSITES, AMONG_ALL), **given),
        of_one=ROWS.format(where=where.replace(WITH_SUBSITES, "c.site = s.site"), **given),
        within=WITH_SUBSITES.replace("c.", "s."),
        **given,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of a list: its forms with their tags, and the keys of the first and the last, in the order shown."""

    forms: list[bytes]
    etags: list[bytes]
    keys: list[tuple[str, ...]]
    has_more: bool


def shown_of(found: Found, *, cursor: Cursor | None, limit: int) -> Shown:
    """The page from the rows of `LIST`, of which there is one more than is shown if there are more."""
    forms, etags = found.raw(0)[:limit], found.raw(1)[:limit]
    ends = [found.row(0), found.row(len(forms) - 1)] if forms else []
    if cursor is not None and cursor.is_backward:
        forms, etags, ends = forms[::-1], etags[::-1], ends[::-1]
    keys: list[tuple[str, ...]] = [(sort_at.isoformat(), str(public_id)) for *_form, sort_at, public_id in ends]
    return Shown(forms, etags, keys, len(found) > limit)


def key_of(cursor: Cursor) -> tuple[datetime, UUID]:
    """Moment and public id of a cursor. Raises a Problem if they are none."""
    return moment_in(cursor.key[0]), public_id_in(cursor.key[1])


def moment_in(word: str) -> datetime:
    """The moment that is a part of a cursor. Raises a Problem if it is none."""
    try:
        found = datetime.fromisoformat(word)
    except ValueError:
        raise Problem("invalid_cursor", errors=NOT_OURS) from None
    if found.tzinfo is None or not 1 < found.year < 9999:  # noqa: PLR2004 - so that no offset leaves the calendar
        raise Problem("invalid_cursor", errors=NOT_OURS)
    return found.astimezone(UTC)  # as every moment that is sent to us


def public_id_in(word: str) -> UUID:
    """The public id that is a part of a cursor. Raises a Problem if it is none."""
    try:
        return UUID(word)
    except ValueError:
        raise Problem("invalid_cursor", errors=NOT_OURS) from None
