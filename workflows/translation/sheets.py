"""A sheet of the translator's desk: found, put in order and cut by the database, in one query.

Words that are left are reckoned of what is kept of each text (`sizes`) and of the wordings that there are: for the
lines of the sheet alone, unless they are what the list is ordered or narrowed by.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sites.accounts.models import User
from sites.domains.models import PublicSite
from workflows.translation.enums import Order
from workflows.translation.owed import kinds_by_name
from workflows.translation.piles import COLUMNS, Places, ask
from workflows.translation.sizes import LEFT
from workflows.translation.standing import standing_in
from workflows.translation.work import SIZES, Sorting, Wanted, Work

MORE = "due_at, soon, owed_from, is_done"
ORDERED = "is_done, {first} nulls last, due_at nulls last, owed_from nulls last, source_page"
FIRST: Mapping[Order, str] = {
    Order.DUE: "due_at",
    Order.AGE: "owed_from",
    Order.FEWEST: "words_left",
    Order.MOST: "-words_left",
    Order.SITE: "array_position(%(site_order)s::bigint[], site_id::bigint)",
    Order.TYPE: "array_position(%(type_order)s::bigint[], content_type::bigint)",
}
SHEET = f"""
, sheet as (
    select {COLUMNS}, {MORE}, source_text, made_of, state, count(*) over () as total
    from work where {{where}} order by {{order}} limit %(most)s offset %(after)s
)
select {COLUMNS}, {MORE}, words, words_left, total from sheet {LEFT.format(of="sheet")} order by {{order}}
"""  # noqa: S608 - constants
SHEET_BY_WORDS = f"""
select {COLUMNS}, {MORE}, words, words_left, count(*) over () from work {LEFT.format(of="work")}
where {{where}} order by {{order}} limit %(most)s offset %(after)s
"""  # noqa: S608
OF_ONE_ROW = 7  # columns behind those of a standing
IS_OPEN = "(is_owed or is_begun)"
CONDITIONS: Mapping[str, str] = {
    "site": "site_id = %(site)s",
    "type": "content_type = %(type)s",
    "state": "state = %(state)s",
    "age": "owed_from <= %(waited_since)s",
    "size": "words_left between %(least)s and %(largest)s",
    "overdue": "due_at < %(now)s",
    "near": "due_at >= %(now)s and due_at <= soon",
    "in_time": "due_at > soon",
    "unlimited": "due_at is null",
    "me": "handled_by = %(person)s",
    "nobody": "handled_by is null",
    "others": "handled_by <> %(person)s",
}
EVERY = Sorting()


def sheet_of(
    places: Places, *, person: User, wanted: Wanted, most: int | None, after: int = 0, sorting: Sorting = EVERY
) -> tuple[list[Work], int]:
    """Of what is owed, under way or outdated in these places: some, in order, and how many there are in all; 0 also
    where none is left behind `after`. `most` None: all of them. One query.
    """
    if not places:
        return [], 0
    kinds = kinds_by_name()
    statement = SHEET_BY_WORDS if wanted.asks_for_words else SHEET
    least, largest = SIZES.get(wanted.size, (0, 0))
    rows = ask(
        statement.format(where=" and ".join(_conditions(wanted)), order=ORDERED.format(first=FIRST[sorting.order])),
        places=places,
        most=most,
        after=after,
        person=person.pk,
        site=wanted.site,
        type=kinds.get(wanted.type),
        state=wanted.state,
        waited_since=wanted.waited_since,
        least=least,
        largest=largest,
        site_order=list(sorting.sites),
        type_order=[kinds.get(name, 0) for name in sorting.types],
    )
    return _works(rows, kinds), rows[0][-1] if rows else 0


def _conditions(wanted: Wanted) -> list[str]:
    narrowing = [*wanted.names, *(["size"] if wanted.size else [])]
    return [IS_OPEN, *(CONDITIONS[name] for name in narrowing), *(() if wanted.shows_done else ("not is_done",))]


def _works(rows: Sequence[tuple[Any, ...]], kinds: Mapping[str, int]) -> list[Work]:
    names = {pk: name for name, pk in kinds.items()}
    standings = [(standing_in(row[:-OF_ONE_ROW]), row[-OF_ONE_ROW:-1]) for row in rows]
    sites = PublicSite.objects.in_bulk({standing.site_id for standing, _rest in standings})
    return [Work(one, sites[one.site_id], names.get(one.content_type, ""), *rest) for one, rest in standings]
