"""The queries of the reading API: one for each answer, over the log's own tables, never a page table.

Every query begins with the host, so that an unknown site, an unopened language and an empty list are told apart
without asking twice. Words of SQL here are constants of this file; what a reader gave goes in as parameters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api.http.database import rows_of
from api.http.parameters import hostname
from api.http.problems import Problem
from sites import clock

LOOPBACK = frozenset({"localhost", "127.0.0.1"})
COUNTED = 10_000

BY_NAME = "select * from api_publications_hostrow where hostname = %(host)s"
PORTAL = "select * from api_publications_hostrow where is_portal order by hostname = canonical desc limit 1"
HEAD = "h.site, h.site_id, h.hostname, h.languages, h.first_locale, h.next_change_at"
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
    next_change_at: datetime | None

    @property
    def key(self) -> str:
        """The purge key of everything on the site."""
        return f"site-{self.site}"


HEAD_LENGTH = len(Head.__slots__)


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of the database: the site, rows, of which there may be none, and what stands behind every row."""

    head: Head
    rows: list[tuple[Any, ...]]
    padding: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """SQL that selects `HEAD`, a row that may be null, and `padding` columns that say the same in every row.

    `due` selects when the answer is planned to change. `settings` hold for this query alone.
    """

    sql: str
    parameters: Mapping[str, Any]
    padding: int = 0
    due: str = DUE_ON_SITE
    settings: str = ""


def ask(request: HttpRequest, asked_site: str | None, question: Question) -> Found:
    """Ask about a site, or about that of the request. Raises a Problem if it is not known."""
    name = asked_site or host_of(request)
    host = BY_NAME if asked_site or name not in LOOPBACK else PORTAL
    head = f"with h as materialized (select b.*, ({question.due}) as next_change_at from ({host}) b)"  # noqa: S608
    parameters = {**question.parameters, "host": name, "now": clock.now()}
    rows = rows_of(f"{head} {question.sql}", parameters, settings=question.settings)
    if not rows:
        raise Problem("unknown_site", members={"site": name})
    end = len(rows[0]) - question.padding
    own = [row[HEAD_LENGTH:end] for row in rows if row[HEAD_LENGTH] is not None]
    return Found(Head(*rows[0][:HEAD_LENGTH]), own, rows[0][end:])


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
