"""The queries of the reading API: one for each answer, over the log's own tables, never a page table.

Every query begins with the host, so that an unknown site, an unopened language and an empty list are told apart
without asking twice. Words of SQL here are constants of this file; what a reader gave goes in as parameters.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api.http.database import Rows, asked
from api.http.parameters import hostname
from api.http.problems import Problem
from api.http.reading import LOST, is_last_resort, is_lost
from api.http.responses import Answer, Ready, sent
from api.http.shelf import Kept, Shelf, name_of, shelf
from sites import clock

LOOPBACK = frozenset({"localhost", "127.0.0.1"})
COUNTED = 10_000
KEPT = 200  # statements that were put together lately

BY_NAME = "select * from api_publications_hostrow where hostname = %(host)s"
PORTAL = "select * from api_publications_hostrow where is_portal order by hostname = canonical desc limit 1"
HEAD = "h.site, h.site_id, h.hostname, h.languages, h.first_locale, h.version, h.next_change_at"
STILL = "select h.version, h.next_change_at from h"
DUE = "select min(at) from api_publications_due d where d.at > %(now)s"
DUE_ON_SITE = f"{DUE} and d.site = b.site"
DUE_ON_SITES = f"""{DUE} and d.site in (
  select v.site from api_publications_current v where v.kind = 'site' and b.site_id = any(v.scope))"""  # noqa: S608
DUE_OF_ITEM = f"{DUE_ON_SITE} and d.public_id = %(public_id)s"


@dataclass(frozen=True, slots=True)
class Head:
    """What a query says of the site that was asked."""

    site: UUID
    site_id: int
    hostname: str
    languages: Sequence[str]
    first_locale: str
    version: int
    next_change_at: datetime | None

    @property
    def key(self) -> str:
        """The purge key of everything on the site."""
        return f"site-{self.site}"


HEAD_LENGTH = len(Head.__slots__)


class Found:
    """The answer of the database: the site, rows, of which there may be none, and what stands behind every row."""

    def __init__(self, answered: Rows, padding: int) -> None:
        first = answered.row(0)
        self._answered, self._end = answered, len(first) - padding
        self.head = Head(*first[:HEAD_LENGTH])
        self.first = first[HEAD_LENGTH : self._end]
        self.padding = first[self._end :]

    def __len__(self) -> int:
        return len(self._answered) if self.first[0] is not None else 0

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """Every row."""
        return [row[HEAD_LENGTH : self._end] for row in self._answered.every()] if len(self) else []

    def row(self, number: int) -> tuple[Any, ...]:
        """One row."""
        return self._answered.row(number)[HEAD_LENGTH : self._end]

    def raw(self, column: int) -> list[bytes]:
        """A column of ready bytes, or of words."""
        return self._answered.raw(HEAD_LENGTH + column) if len(self) else []


@dataclass(frozen=True, slots=True)
class Question:
    """SQL that selects `HEAD`, a row that may be null, and `padding` columns that say the same in every row.

    `due` selects when the answer is planned to change. `settings` hold for this query alone. `before` are tables that
    are read in the place of those of the log.
    """

    sql: str
    parameters: Mapping[str, Any]
    padding: int = 0
    due: str = DUE_ON_SITE
    settings: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Fresh:
    """An answer just made, and what its query said of the site. It is kept where it follows from nothing else."""

    head: Head
    ready: Ready
    is_of_the_site: bool = True


def answered(
    request: HttpRequest, asked_site: str | None, question: Question, make: Callable[[Found], Ready]
) -> Answer:
    """The answer that the process keeps, if the database says that it holds, or what `make` makes of what is found.

    For answers that follow from the site asked and those below it, and from no other. Raises as `kept_or_fresh`.
    """

    def fresh() -> Fresh:
        found = ask(request, asked_site, question)
        return Fresh(found.head, make(found))

    values = repr(question.parameters)  # what "today" means stands among them
    return kept_or_fresh(request, asked_site, question, fresh, on=shelf, follows_from=values)


def kept_or_fresh(
    request: HttpRequest,
    asked_site: str | None,
    question: Question,
    make: Callable[[], Fresh],
    *,
    on: Shelf,
    follows_from: str,
) -> Answer:
    """The answer that lies `on` a shelf under this request and what else it `follows_from`, if the database says that
    it holds, or what is made, which is kept. Of the question only what asks whether it holds is used.

    Raises what the database raises, unless it is gone and the answer held a moment ago.
    """
    name = (*name_of(request), follows_from)
    kept = on.find(name)
    if kept is not None:
        try:
            still = asked(*_statement(request, asked_site, STILL, question)[:2])
        except LOST as error:
            ready = kept.without_the_database() if is_last_resort() and is_lost(error) else None
            if ready is None:
                raise
            return sent(request, ready, None)
        if len(still) and still.row(0)[0] == kept.version:
            kept.holds(next_change_at := still.row(0)[1])
            return sent(request, kept.ready, next_change_at)
    fresh = make()
    if fresh.is_of_the_site:
        on.put(name, Kept(fresh.head.version, fresh.ready, fresh.head.next_change_at))
    return sent(request, fresh.ready, fresh.head.next_change_at)


def ask(request: HttpRequest, asked_site: str | None, question: Question) -> Found:
    """Ask about a site, or about that of the request. Raises a Problem if it is not known."""
    sql, parameters, name = _statement(request, asked_site, question.sql, question)
    answered = asked(sql, parameters, question.settings)
    if not len(answered):
        raise Problem("unknown_site", members={"site": name})
    return Found(answered, question.padding)


def _statement(
    request: HttpRequest, asked_site: str | None, sql: str, question: Question
) -> tuple[str, dict[str, Any], str]:
    """The whole statement with its parameters, and the host name that it asks about."""
    name = asked_site or host_of(request)
    host = BY_NAME if asked_site or name not in LOOPBACK else PORTAL
    parameters = {**question.parameters, "host": name, "now": clock.now()}
    return _with_head(question.before, host, question.due, sql), parameters, name


@lru_cache(KEPT)
def _with_head(before: str, host: str, due: str, sql: str) -> str:
    """The whole statement: the host with its next planned change, called `h`, and what is asked of it."""
    return f"with {before}h as materialized (select b.*, ({due}) as next_change_at from ({host}) b) {sql}"  # noqa: S608


def host_of(request: HttpRequest) -> str:
    """The host name that the request was sent to."""
    try:
        return hostname(request.get_host())
    except ValueError:
        raise Problem("unknown_site") from None


def check_locale(head: Head, locale: str | None) -> None:
    """Raise a Problem if the site has not opened the language."""
    if locale is not None and locale not in head.languages:
        raise Problem("unknown_locale", members={"languages": list(head.languages)})


def check_known(known: Mapping[str, str], answers: Sequence[bool] | None) -> None:
    """Raise a Problem that names every filter whose value names nothing."""
    unknown = [name for name, is_known in zip(known, answers or (), strict=True) if not is_known]
    if unknown:
        raise Problem("invalid_parameter", errors={name: [_("There is no such thing.")] for name in unknown})


def as_counted(count: int | None) -> dict[str, int]:
    """A count as it is told: exact to 10,000."""
    if count is None:
        return {}
    return {"count": count} if count <= COUNTED else {"count_is_at_least": COUNTED}
