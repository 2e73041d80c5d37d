"""The queries of the reading API: one for each answer, over the log's own tables, never a page table.

Every query begins with the host, so that an unknown site, an unopened language and an empty list are told apart
without asking twice. Words of SQL here are constants of this file; what a reader gave goes in as parameters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest

from api.http.parameters import hostname
from api.http.problems import Problem
from sites import clock

LOOPBACK = frozenset({"localhost", "127.0.0.1"})
COUNTED = 10_000

BY_NAME = "select * from api_publications_hostrow where hostname = %(host)s"
PORTAL = "select * from api_publications_hostrow where is_portal order by hostname = canonical desc limit 1"
COLUMNS = "h.site, h.site_id, h.hostname, h.languages, h.first_locale"
DUE = "(select min(at) from api_publications_due d where d.site = h.site and d.at > %(now)s"
HEAD = f"{COLUMNS}, {DUE}) as next_change_at"
HEAD_OF_ITEM = f"{COLUMNS}, {DUE} and d.public_id = %(public_id)s) as next_change_at"


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


def ask(
    request: HttpRequest, asked_site: str | None, sql: str, parameters: Mapping[str, Any], *, padding: int = 0
) -> Found:
    """Run `sql`, which selects `HEAD`, a row that may be null, and `padding` columns that say the same in every row.

    Raises a Problem if the site is not known.
    """
    name = asked_site or host_of(request)
    host = BY_NAME if asked_site or name not in LOOPBACK else PORTAL
    with connection.cursor() as cursor:
        cursor.execute(f"with h as ({host}) {sql}", {**parameters, "host": name, "now": clock.now()})
        rows = cursor.fetchall()
    if not rows:
        raise Problem("unknown_site", members={"site": name})
    end = len(rows[0]) - padding
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
