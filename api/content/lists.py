"""The list of content: newest first, by key, one query whatever page is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from api.content.queries import COUNTED, DUE_ON_SITE, DUE_ON_SITES, HEAD, KEPT, Found
from api.content.walks import IN_LANGUAGE, ON_SITE, Sought, any_of, newest, walk
from api.http.cursors import NOT_OURS, Cursor
from api.http.problems import Problem

WITH_SUBSITES = "c.scope @> array[h.site_id]"
OF_TYPES = "c.type = any(%(type)s)"
HAS_TERMS = "{row}.terms @> %(terms)s"
FILTERS = ("tag", "section", "agency", "category")  # by one key a list is walked: by what is likely to have least
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

    `where` speaks of rows that are called `c`; `looked_up` of `w`, the row of `Current`, and asks for what only that
    has. `due` selects when something on the site or sites that are asked is planned to change.
    """

    has_subsites: bool = False
    has_fallback: bool = False
    types: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    due: str = DUE_ON_SITE

    @property
    def of_a_row(self) -> list[str]:
        """All of them where they are not walked, on rows that have types and keys in themselves."""
        asked = [WITH_SUBSITES if self.has_subsites else ON_SITE, IN_LANGUAGE]
        if self.types:
            asked.append(OF_TYPES)
        if self.terms:
            asked.append(HAS_TERMS.format(row="c"))
        return [*asked, *self.where]

    @property
    def sought(self) -> Sought:
        """What is walked: what has the first of the filter keys, or one of the types, or all there is."""
        self.parameters["walked"] = self.terms[:1] or [f"type:{name}" for name in self.types]
        of_types = [OF_TYPES] if self.types and self.terms else []
        of_terms = [HAS_TERMS.format(row="w")] if len(self.terms) > 1 else []
        return Sought(
            where=(*self.where, *of_types),
            looked_up=(*of_terms, *self.looked_up),
            is_filed=bool(self.types or self.terms),
            has_subsites=self.has_subsites,
            has_fallback=self.has_fallback,
        )


def conditions_of(values: Mapping[str, Any]) -> Conditions:
    """The conditions that the values of the parameters ask for."""
    conditions = Conditions(
        has_subsites=bool(values["include"]),
        has_fallback=bool(values.get("fallback")),
        types=list(dict.fromkeys(values["type"] or ())),
        due=DUE_ON_SITES if values["include"] else DUE_ON_SITE,
    )
    conditions.terms = _terms(values, conditions)
    if values["published_after"]:
        conditions.where.append("c.sort_at >= %(after)s")
    if values["published_before"]:
        conditions.where.append("c.sort_at < %(before)s")
    conditions.parameters |= {
        "locale": values["locale"],
        "type": conditions.types,
        "terms": conditions.terms,
        "after": values["published_after"],
        "before": values["published_before"],
    }
    return conditions


def _terms(values: Mapping[str, Any], conditions: Conditions) -> list[str]:
    """The filter keys that a row has to have. Section, category and agency have to exist."""
    if values["section"]:
        conditions.known["section"] = SECTION_IS_KNOWN
        conditions.parameters["section"] = values["section"]
    for name in ("category", "agency"):
        if values[name]:
            conditions.known[name] = TERM_IS_KNOWN.format(name=f"term_{name}")
            conditions.parameters[f"term_{name}"] = f"{name}:{values[name]}"
    return [f"{name}:{values[name]}" for name in FILTERS if values[name]]


LIST = "select {head}, r.*, {said} from h {told} left join lateral ({rows}) r on true"
FORMS = "c.list_form, c.etag, c.sort_at, c.public_id"
KEYS = "c.current_id, c.sort_at, c.public_id"
FORMS_OF_KEYS = """
select w.list_form, w.etag, c.sort_at, c.public_id
from ({keys}) c join api_publications_current w on w.id = c.current_id {ending}"""
# What is said of all rows together, found out once.
TOLD = "cross join lateral (select {count} as counted, array[{known}]::boolean[] as known offset 0) k"
COUNT = "(select count(*) from ({every}) n)"


def list_query(conditions: Conditions, *, cursor: Cursor | None, limit: int, is_counted: bool) -> str:
    """The SQL of one page of the list; it looks for one row more than asked for. Adds the parameters of walk and
    cursor.
    """
    is_backward = cursor is not None and cursor.is_backward
    if cursor is not None:
        conditions.parameters |= dict(zip(("sort_at", "last"), key_of(cursor), strict=True))
    known = ", ".join(conditions.known.values())
    ways = {"is_behind": cursor is not None, "is_backward": is_backward}
    return _put_together(conditions.sought, limit + 1, known, is_counted=is_counted, **ways)


@lru_cache(KEPT)
def _put_together(
    sought: Sought, most: int, known: str, *, is_counted: bool, is_behind: bool, is_backward: bool
) -> str:
    count = COUNT.format(every=walk(sought, any_of("1", COUNTED + 1))) if is_counted else ""
    is_told = count or known
    if is_behind:
        behind = f"(c.sort_at, c.public_id) {'>' if is_backward else '<'} (%(sort_at)s, %(last)s)"
        sought = replace(sought, where=(*sought.where, behind))
    return LIST.format(
        head=HEAD,
        said="k.counted, k.known" if is_told else "null, null",
        told=TOLD.format(count=count or "null", known=known) if is_told else "",
        rows=_rows(sought, most, is_backward=is_backward),
    )


def _rows(sought: Sought, most: int, *, is_backward: bool) -> str:
    """The rows of a page: those of a walk, or those that its keys lead to."""
    taken = newest(KEYS if sought.is_filed else FORMS, most, is_backward=is_backward)
    found = walk(sought, taken)
    return FORMS_OF_KEYS.format(keys=found, ending=taken.of_all) if sought.is_filed else found


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
